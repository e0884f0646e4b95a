import type { PictureSize } from "./image-size.ts";

/** What is in an MP4 file, read from its boxes (ISO/IEC 14496-12). */
export interface Mp4Info {
  /** Of the first video track, as it is shown; absent when there is none. */
  video?: PictureSize;
  hasSound: boolean;
  /** Milliseconds. */
  durationMs: number;
  /** A picture that the file carries for itself, JPEG or PNG: the cover that players show. */
  cover?: Uint8Array;
}

interface Box {
  type: string;
  content: Buffer;
}

/** Undefined when the file is not an MP4, is cut before its index, or keeps it in a form of which we know nothing. */
export function readMp4(bytes: Uint8Array): Mp4Info | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const index = child(data, "moov");
    const header = index && child(index, "mvhd");
    if (index === undefined || header === undefined) return undefined;
    const tracks = [...boxesOf(index)]
      .filter(({ type }) => type === "trak")
      .map(({ content }) => readTrack(content));
    const video = tracks.find((track) => track?.kind === "vide")?.size;
    const cover = coverOf(index);
    return {
      ...(video === undefined ? {} : { video }),
      hasSound: tracks.some((track) => track?.kind === "soun"),
      durationMs: durationOf(header),
      ...(cover === undefined ? {} : { cover }),
    };
  } catch (error) {
    // Reading past the end of a box: the file says wrong things about itself.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The boxes that lie next to each other in `data`; ends where they stop making sense. */
function* boxesOf(data: Buffer): Generator<Box> {
  for (let at = 0; at + 8 <= data.length; ) {
    const short = data.readUInt32BE(at);
    const type = data.toString("latin1", at + 4, at + 8);
    const header = short === 1 ? 16 : 8;
    // 1: the size follows in 64 bits. 0: up to the end.
    const size = short === 1 ? Number(data.readBigUInt64BE(at + 8)) : short === 0 ? data.length - at : short;
    if (size < header || at + size > data.length) return;
    yield { type, content: data.subarray(at + header, at + size) };
    at += size;
  }
}

const child = (data: Buffer, type: string): Buffer | undefined => {
  for (const one of boxesOf(data)) if (one.type === type) return one.content;
  return undefined;
};

function path(data: Buffer, ...types: readonly string[]): Buffer | undefined {
  let found: Buffer | undefined = data;
  for (const type of types) found = found && child(found, type);
  return found;
}

/** `mvhd` (§8.2.2): its times take 32 bits in version 0 and 64 in version 1. */
function durationOf(header: Buffer): number {
  const isLong = header.readUInt8(0) === 1;
  const scale = header.readUInt32BE(isLong ? 20 : 12);
  const duration = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  // All bits set: not known. So is what nobody could mean.
  const isKnown = scale > 0 && duration !== 0xffff_ffff && Number.isSafeInteger(duration);
  return isKnown ? Math.round((duration * 1_000) / scale) : 0;
}

function readTrack(track: Buffer): { kind: string; size?: PictureSize } | undefined {
  const kind = path(track, "mdia", "hdlr")?.toString("latin1", 8, 12);
  if (kind === undefined) return undefined;
  const header = child(track, "tkhd");
  if (kind !== "vide" || header === undefined) return { kind };
  // `tkhd` (§8.3.2) ends with its matrix, its width and its height, all as fixed point numbers of 16.16 bits.
  const end = header.length;
  const width = Math.round(header.readUInt32BE(end - 8) / 65_536);
  const height = Math.round(header.readUInt32BE(end - 4) / 65_536);
  // Turned by a quarter when the matrix has nothing on its main diagonal.
  const isTurned = header.readInt32BE(end - 44) === 0 && header.readInt32BE(end - 40) !== 0;
  if (width === 0 || height === 0) return { kind };
  return { kind, size: isTurned ? { width: height, height: width } : { width, height } };
}

/** Where iTunes, and all who followed it, keep the cover: `moov/udta/meta/ilst/covr/data`. */
function coverOf(index: Buffer): Uint8Array | undefined {
  const meta = path(index, "udta", "meta");
  // `meta` has a version and flags; `data` says its kind and its language first.
  const data = meta && path(meta.subarray(4), "ilst", "covr", "data");
  const picture = data?.subarray(8);
  return picture !== undefined && picture.length > 0 ? picture : undefined;
}
