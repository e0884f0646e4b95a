import { afterId3 } from "./id3.ts";

/** AAC as ADTS carries it: the same settings on each frame, and frames of sound. */
export interface AdtsStream {
  /** MPEG-4's number of the kind of AAC: 2 is LC. */
  objectType: number;
  /** Index into the table of sample rates that MPEG-4 fixes. */
  rateIndex: number;
  channels: number;
  blocks: readonly AdtsBlock[];
}

/** What a decoder is given at once: AAC without its ADTS header. */
export interface AdtsBlock {
  bytes: Uint8Array;
  /** Samples per channel that come out of it. */
  samples: number;
}

/** Samples per channel in one raw block (ISO/IEC 14496-3 §4.5.2.1.1). */
const BLOCK_SAMPLES = 1024;
const HEADER_BYTES = 7;
const CRC_BYTES = 2;
/** ISO/IEC 14496-3 §1.6.3.4: 13 and 14 are reserved, 15 cannot be said in ADTS. */
const HIGHEST_RATE_INDEX = 12;

/**
 * Reads a file of ADTS frames (ISO/IEC 13818-7 §6.2). What is no frame is skipped: a tag before them, garbage
 * between them, a last one that was cut. Undefined when there is not one frame, or when the channels are told
 * only inside the sound.
 */
export function readAdts(file: Uint8Array): AdtsStream | undefined {
  const bytes = afterId3(file);
  let first: Header | undefined;
  const blocks: AdtsBlock[] = [];
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const header = readHeader(bytes, at);
    const isFrame =
      header !== undefined &&
      at + header.frameBytes <= bytes.length &&
      // Sound may hold what looks like a header: the first has to be followed by another or by the end.
      (first === undefined ? isFollowed(bytes, at, header) : header.fixed === first.fixed);
    if (!isFrame) {
      at += 1;
      continue;
    }
    first ??= header;
    blocks.push(...blocksOf(bytes.subarray(at, at + header.frameBytes), header));
    at += header.frameBytes;
  }
  if (first === undefined || first.channels === 0 || blocks.length === 0) return undefined;
  const { objectType, rateIndex, channels } = first;
  return { objectType, rateIndex, channels, blocks };
}

interface Header {
  /** What all frames of one stream have alike, as one number. */
  fixed: number;
  objectType: number;
  rateIndex: number;
  channels: number;
  frameBytes: number;
  hasCrc: boolean;
  rawBlocks: number;
}

function readHeader(bytes: Uint8Array, at: number): Header | undefined {
  // Twelve set bits, then two of the layer, which is 0. Most places of a file are not even that.
  if (bytes[at] !== 0xff || ((bytes[at + 1] ?? 0) & 0xf6) !== 0xf0) return undefined;
  const [, kind = 0, setting = 0, channel = 0, middle = 0, low = 0, last = 0] = bytes.subarray(
    at,
    at + HEADER_BYTES,
  );
  const rateIndex = (setting >> 2) & 0x0f;
  const hasCrc = (kind & 1) === 0;
  const frameBytes = ((channel & 0x03) << 11) | (middle << 3) | (low >> 5);
  const rawBlocks = (last & 0x03) + 1;
  const crcBytes = hasCrc ? CRC_BYTES * rawBlocks : 0;
  if (rateIndex > HIGHEST_RATE_INDEX || frameBytes <= HEADER_BYTES + crcBytes) return undefined;
  return {
    // Without the bits that may change: private, original, home and copyright.
    fixed: ((kind & 0xfe) << 16) | ((setting & 0xfd) << 8) | (channel & 0xc0),
    objectType: (setting >> 6) + 1,
    rateIndex,
    channels: ((setting & 1) << 2) | (channel >> 6),
    frameBytes,
    hasCrc,
    rawBlocks,
  };
}

function isFollowed(bytes: Uint8Array, at: number, { frameBytes, fixed }: Header): boolean {
  const next = at + frameBytes;
  return next === bytes.length || readHeader(bytes, next)?.fixed === fixed;
}

/**
 * The raw blocks of one frame. Several of them can be told apart only where checksums say where each begins;
 * without those they stay one, as other programs leave them.
 */
function blocksOf(frame: Uint8Array, { hasCrc, rawBlocks }: Header): AdtsBlock[] {
  if (!hasCrc) return [{ bytes: frame.subarray(HEADER_BYTES), samples: BLOCK_SAMPLES * rawBlocks }];
  if (rawBlocks === 1) return [{ bytes: frame.subarray(HEADER_BYTES + CRC_BYTES), samples: BLOCK_SAMPLES }];
  // One position for each block after the first, then the checksum of the header; a checksum after each block.
  const positions = Array.from({ length: rawBlocks - 1 }, (_, index) => {
    const [high = 0, low = 0] = frame.subarray(HEADER_BYTES + 2 * index);
    return (high << 8) | low;
  });
  const sound = frame.subarray(HEADER_BYTES + 2 * positions.length + CRC_BYTES);
  const starts = [0, ...positions];
  return starts.flatMap((start, index) => {
    const end = (starts[index + 1] ?? sound.length) - CRC_BYTES;
    return end > start ? [{ bytes: sound.subarray(start, end), samples: BLOCK_SAMPLES }] : [];
  });
}
