import { sampleJpeg, samplePng } from "./sample-photo.ts";
import { sampleGif, sampleMp4, samplePdf, sampleWebp } from "./sample-small.ts";
import { sampleVoice } from "./sample-voice.ts";

/** The built-in files, by name, with their media types. */
export const SAMPLE_TYPES = {
  "photo.jpg": "image/jpeg",
  "photo.png": "image/png",
  "voice.aac": "audio/aac",
  "voice.m4a": "audio/mp4",
  "video.mp4": "video/mp4",
  "moving.gif": "image/gif",
  "sticker.webp": "image/webp",
  "page.pdf": "application/pdf",
} as const;

export type SampleName = keyof typeof SAMPLE_TYPES;

export const isSampleName = (name: string): name is SampleName => Object.hasOwn(SAMPLE_TYPES, name);

/** The bytes of a built-in file. Made anew each time: they are small and rarely asked for. */
export function sampleFile(name: SampleName): Buffer {
  switch (name) {
    case "photo.jpg":
      return sampleJpeg();
    case "photo.png":
      return samplePng();
    case "voice.aac":
      return sampleVoice();
    case "voice.m4a":
      return sampleMp4("M4A ");
    case "video.mp4":
      return sampleMp4("isom");
    case "moving.gif":
      return sampleGif();
    case "sticker.webp":
      return sampleWebp();
    case "page.pdf":
      return samplePdf();
    default:
      return name satisfies never;
  }
}
