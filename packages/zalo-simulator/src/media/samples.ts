import { sampleJpeg, samplePng } from "./sample-photo.ts";
import { sampleVoice } from "./sample-voice.ts";

/** The built-in files, by name, with their media types. */
export const SAMPLE_TYPES = {
  "photo.jpg": "image/jpeg",
  "photo.png": "image/png",
  "voice.aac": "audio/aac",
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
    default:
      return name satisfies never;
  }
}
