import { type AdtsStream, readAdts } from "./adts-frames.ts";
import { ascii, box, descriptor, fullBox, u16, u32 } from "./mp4-boxes.ts";

/** ISO/IEC 14496-3 §1.6.3.4, in samples per second. */
const SAMPLE_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const;

/** Turns nothing by nothing: the unit matrix of a track, in 16.16 and 2.30 fixed point. */
const UPRIGHT = u32(0x00010000, 0, 0, 0, 0x00010000, 0, 0, 0, 0x40000000);
const TRACK_ID = 1;

/**
 * Puts AAC from ADTS frames, as Zalo's voices are, into an M4A file without decoding it: speech recognition
 * often takes the one and not the other. Every block of sound is kept as it is. Undefined when the bytes hold no
 * ADTS that can be carried over.
 */
export function adtsToM4a(file: Uint8Array): Uint8Array | undefined {
  const stream = readAdts(file);
  if (stream === undefined) return undefined;
  const ftyp = box("ftyp", ascii("M4A "), u32(0), ascii("M4A mp42isom"));
  // The offset of the sound stands in a box before it and does not change that box's size.
  const soundAt = ftyp.length + moov(stream, 0).length + BOX_HEADER_BYTES;
  const sound = stream.blocks.map(({ bytes }) => bytes);
  return new Uint8Array(Buffer.concat([ftyp, moov(stream, soundAt), box("mdat", ...sound)]));
}

const BOX_HEADER_BYTES = 8;

function moov(stream: AdtsStream, soundAt: number): Buffer {
  const rate = SAMPLE_RATES[stream.rateIndex] ?? 0;
  const duration = stream.blocks.reduce((sum, { samples }) => sum + samples, 0);
  // Times of creation are left at 0, so that the same voice is the same file. Rate 1.0, volume 1.0.
  const mvhd = fullBox(
    "mvhd",
    0,
    u32(0, 0, rate, duration, 0x00010000),
    u16(0x0100, 0),
    u32(0, 0),
    UPRIGHT,
    Buffer.alloc(24),
    u32(TRACK_ID + 1),
  );
  const isInUse = 0x7;
  const tkhd = fullBox(
    "tkhd",
    isInUse,
    u32(0, 0, TRACK_ID, 0, duration, 0, 0),
    u16(0, 0, 0x0100, 0),
    UPRIGHT,
    u32(0, 0),
  );
  const undetermined = 0x55c4;
  const mdhd = fullBox("mdhd", 0, u32(0, 0, rate, duration), u16(undetermined, 0));
  const hdlr = fullBox("hdlr", 0, u32(0), ascii("soun"), u32(0, 0, 0), ascii("sound\0"));
  const isInThisFile = 0x1;
  const dinf = box("dinf", fullBox("dref", 0, u32(1), fullBox("url ", isInThisFile)));
  const minf = box("minf", fullBox("smhd", 0, u16(0, 0)), dinf, stbl(stream, rate, soundAt));
  return box("moov", mvhd, box("trak", tkhd, box("mdia", mdhd, hdlr, minf)));
}

/** What the blocks are, how long each lasts, how large it is and where they stand: all in one chunk. */
function stbl(stream: AdtsStream, rate: number, soundAt: number): Buffer {
  const { blocks } = stream;
  const durations: [count: number, samples: number][] = [];
  for (const { samples } of blocks) {
    const last = durations.at(-1);
    if (last?.[1] === samples) last[0] += 1;
    else durations.push([1, samples]);
  }
  return box(
    "stbl",
    fullBox("stsd", 0, u32(1), sampleEntry(stream, rate)),
    fullBox("stts", 0, u32(durations.length, ...durations.flat())),
    fullBox("stsc", 0, u32(1, 1, blocks.length, 1)),
    fullBox("stsz", 0, u32(0, blocks.length), u32(...blocks.map(({ bytes }) => bytes.length))),
    fullBox("stco", 0, u32(1, soundAt)),
  );
}

function sampleEntry({ objectType, rateIndex, channels, blocks }: AdtsStream, rate: number): Buffer {
  const bytes = blocks.reduce((sum, block) => sum + block.bytes.length, 0);
  const samples = blocks.reduce((sum, block) => sum + block.samples, 0);
  const largest = blocks.reduce((most, block) => Math.max(most, block.bytes.length), 0);
  const bitRate = Math.round((bytes * 8 * rate) / samples);
  // AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1: five, four and four bits.
  const specific = u16((objectType << 11) | (rateIndex << 7) | (channels << 3));
  const mpeg4Audio = 0x40;
  const audioStream = 0x15;
  const decoder = descriptor(
    4,
    Buffer.from([mpeg4Audio, audioStream]),
    u32(largest).subarray(1),
    u32(bitRate, bitRate),
    descriptor(5, specific),
  );
  const esds = fullBox(
    "esds",
    0,
    descriptor(3, u16(0), Buffer.from([0]), decoder, descriptor(6, Buffer.from([2]))),
  );
  const shownChannels = channels === 7 ? 8 : channels;
  // 16.16 fixed point, which cannot say the two highest rates; decoders read them from the configuration.
  const shownRate = rate > 0xffff ? 0 : rate;
  return box(
    "mp4a",
    Buffer.alloc(6),
    u16(1),
    u32(0, 0),
    u16(shownChannels, 16, 0, 0),
    u16(shownRate, 0),
    esds,
  );
}
