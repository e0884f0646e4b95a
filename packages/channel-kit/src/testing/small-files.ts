import { box, fullBox, u16, u32 } from "../media/mp4-boxes.ts";
import { plainPng } from "../media/plain-png.ts";

/** Pictures and films that are as small as they can be and still what they say. */
export const PNG = plainPng({ width: 64, height: 48 }, 200);

/** A GIF of one dot (GIF89a). */
export const GIF = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** The first bytes of an MP3 of layer 3, and silence. */
export const MP3 = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)]);

export const PDF = Buffer.from("%PDF-1.4\n%%EOF\n");

/** How a film is made up. */
export interface Film {
  durationMs: number;
  /** Absent for sound alone. */
  size?: { width: number; height: number };
  /** Turned by a quarter, as phones film. */
  isTurned?: boolean;
  cover?: Uint8Array;
}

const SCALE = 1_000;

/** An MP4 file with an index and no frames. */
export function film({ durationMs, size, isTurned = false, cover }: Film): Uint8Array {
  const tracks = [track("soun", 0, 0, false)];
  if (size !== undefined) tracks.push(track("vide", size.width, size.height, isTurned));
  const covers = cover === undefined ? [] : [coverBox(cover)];
  const header = fullBox("mvhd", 0, u32(0, 0, SCALE, durationMs), Buffer.alloc(80));
  return Buffer.concat([
    box("ftyp", Buffer.from("isom"), u32(512), Buffer.from("isommp42")),
    box("moov", header, ...tracks, ...covers),
    box("mdat", Buffer.alloc(16)),
  ]);
}

function track(kind: string, width: number, height: number, isTurned: boolean): Buffer {
  const one = 0x1_0000;
  const matrix = isTurned
    ? u32(0, one, 0, 0xffff_0000, 0, 0, 0, 0, 0x4000_0000)
    : u32(one, 0, 0, 0, one, 0, 0, 0, 0x4000_0000);
  return box(
    "trak",
    fullBox("tkhd", 7, u32(0, 0, 1, 0, 0, 0, 0), u16(0, 0, 0, 0), matrix, u32(width * one, height * one)),
    box("mdia", fullBox("hdlr", 0, u32(0), Buffer.from(kind), Buffer.alloc(13))),
  );
}

const coverBox = (picture: Uint8Array): Buffer =>
  box("udta", fullBox("meta", 0, box("ilst", box("covr", box("data", u32(13, 0), picture)))));
