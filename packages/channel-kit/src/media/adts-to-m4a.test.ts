import { describe, expect, test } from "vitest";
import { fc } from "../testing/examples.ts";
import { adtsToM4a } from "./adts-to-m4a.ts";
import { fileType } from "./file-type.ts";

const RATE_16_KHZ = 8;
const BLOCK_SAMPLES = 1024;
/** Nothing in it looks like the beginning of a frame. */
const quiet = (min: number, max: number) =>
  fc.uint8Array({ min: 0, max: 0xfe, minLength: min, maxLength: max });

interface FrameOptions {
  objectType?: number;
  rateIndex?: number;
  channels?: number;
  crc?: boolean;
}

/** One ADTS frame around these raw blocks of sound. */
function frame(blocks: readonly Uint8Array[], options: FrameOptions = {}): Buffer {
  const { objectType = 2, rateIndex = RATE_16_KHZ, channels = 1, crc = false } = options;
  const sums = crc ? Buffer.from([0xab, 0xcd]) : Buffer.alloc(0);
  const sound = Buffer.concat(blocks.flatMap((block) => (blocks.length > 1 ? [block, sums] : [block])));
  const positions = Buffer.alloc(crc ? 2 * (blocks.length - 1) : 0);
  for (let index = 0, at = 0; index < positions.length / 2; index += 1) {
    at += (blocks[index]?.length ?? 0) + sums.length;
    positions.writeUInt16BE(at, 2 * index);
  }
  const length = 7 + positions.length + sums.length + sound.length;
  const header = [
    0xff,
    crc ? 0xf0 : 0xf1,
    ((objectType - 1) << 6) | (rateIndex << 2) | (channels >> 2),
    ((channels & 3) << 6) | (length >> 11),
    (length >> 3) & 0xff,
    ((length & 7) << 5) | 0x1f,
    0xfc | (blocks.length - 1),
  ];
  return Buffer.concat([Buffer.from(header), positions, sums, sound]);
}

/** Descriptors of ISO/IEC 14496-1 §7.2.6, with the bytes they have before others that are inside them. */
const STREAM = { tag: 3, ownBytes: 3 };
const DECODER = { tag: 4, ownBytes: 13 };
const SETTINGS_TAG = 5;
const TAG_AND_LENGTH = 2;

interface M4a {
  rate: number;
  duration: number;
  config: number;
  blocks: Buffer[];
}

/** Reads what a player needs back out of the file, by the sizes and offsets that stand in it. */
function readM4a(file: Uint8Array | undefined): M4a {
  if (file === undefined) throw new Error("there is no file");
  const bytes = Buffer.from(file);
  const boxes = new Map<string, Buffer>();
  const walk = (from: number, to: number): void => {
    for (let at = from; at < to; ) {
      const size = bytes.readUInt32BE(at);
      const type = bytes.toString("latin1", at + 4, at + 8);
      expect(size).toBeGreaterThanOrEqual(8);
      expect(at + size).toBeLessThanOrEqual(to);
      boxes.set(type, bytes.subarray(at + 8, at + size));
      if (["moov", "trak", "mdia", "minf", "stbl", "dinf"].includes(type)) walk(at + 8, at + size);
      at += size;
    }
  };
  walk(0, bytes.length);
  const get = (type: string): Buffer => {
    const found = boxes.get(type);
    if (found === undefined) throw new Error(`there is no ${type}`);
    return found;
  };
  const stsz = get("stsz");
  const stts = get("stts");
  let at = get("stco").readUInt32BE(8);
  const blocks = Array.from({ length: stsz.readUInt32BE(8) }, (_, index) => {
    const size = stsz.readUInt32BE(12 + 4 * index);
    at += size;
    return bytes.subarray(at - size, at);
  });
  expect(at).toBe(bytes.length);
  let [count, duration] = [0, 0];
  for (let entry = 8; entry < stts.length; entry += 8) {
    count += stts.readUInt32BE(entry);
    duration += stts.readUInt32BE(entry) * stts.readUInt32BE(entry + 4);
  }
  expect(count).toBe(blocks.length);
  for (const type of ["mvhd", "mdhd"]) expect(get(type).readUInt32BE(16)).toBe(duration);
  expect(get("tkhd").readUInt32BE(20)).toBe(duration);
  return { rate: get("mdhd").readUInt32BE(12), duration, config: configIn(get("stsd")), blocks };
}

/** The settings for the decoder, which stand inside the descriptor of the decoder, inside that of the stream. */
function configIn(stsd: Buffer): number {
  const versionAndFlags = 4;
  let at = stsd.indexOf("esds") + "esds".length + versionAndFlags;
  for (const { tag, ownBytes } of [STREAM, DECODER]) {
    expect(stsd[at]).toBe(tag);
    at += TAG_AND_LENGTH + ownBytes;
  }
  expect(stsd[at]).toBe(SETTINGS_TAG);
  return stsd.readUInt16BE(at + TAG_AND_LENGTH);
}

const Sound = fc.array(quiet(1, 700), { minLength: 1, maxLength: 40 });

describe("a voice in ADTS frames", () => {
  test("becomes an M4A file in which every frame is what it was", () => {
    fc.assert(
      fc.property(
        Sound,
        fc.boolean(),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 12 }),
        (sound, crc, channels, rateIndex) => {
          const voice = Buffer.concat(sound.map((block) => frame([block], { crc, channels, rateIndex })));
          const file = adtsToM4a(voice);
          const { blocks, duration, config } = readM4a(file);
          expect(blocks.map((block) => block.toString("hex"))).toEqual(
            sound.map((block) => Buffer.from(block).toString("hex")),
          );
          expect(duration).toBe(sound.length * BLOCK_SAMPLES);
          expect(config).toBe((2 << 11) | (rateIndex << 7) | (channels << 3));
          expect(fileType(file ?? new Uint8Array())).toMatchObject({ mime: "audio/mp4", extension: "m4a" });
        },
      ),
    );
  });

  test("tells its rate, by which a player finds how long it lasts", () => {
    const voice = Buffer.concat(Array.from({ length: 125 }, () => frame([Buffer.from([1, 2, 3])])));
    const { rate, duration } = readM4a(adtsToM4a(voice));
    expect({ rate, seconds: duration / rate }).toEqual({ rate: 16_000, seconds: 8 });
  });

  test("loses nothing to garbage before, between and behind its frames", () => {
    const garbage = quiet(0, 30);
    fc.assert(
      fc.property(
        garbage,
        fc.array(fc.tuple(quiet(1, 200), garbage), { minLength: 2, maxLength: 20 }),
        (before, parts) => {
          const [first, ...rest] = parts.map(([block]) => block);
          // Two frames in a row, so that the first is known for one.
          const voice = Buffer.concat([
            before,
            frame([first ?? before]),
            ...parts.slice(1).flatMap(([block, behind]) => [frame([block]), behind]),
          ]);
          expect(readM4a(adtsToM4a(voice)).blocks).toEqual(
            [first, ...rest].map((block) => Buffer.from(block ?? [])),
          );
        },
      ),
    );
  });

  test("behind an ID3 tag is found, even when the tag holds what looks like a frame", () => {
    const decoy = Buffer.concat([frame([Buffer.from([9])]), frame([Buffer.from([9])])]);
    const tag = Buffer.concat([
      Buffer.from("ID3\x04\0\0\0\0\0", "latin1"),
      Buffer.from([decoy.length]),
      decoy,
    ]);
    const voice = Buffer.concat([tag, frame([Buffer.from([1])]), frame([Buffer.from([2])])]);
    expect(readM4a(adtsToM4a(voice)).blocks).toEqual([Buffer.from([1]), Buffer.from([2])]);
  });

  test("keeps what is whole when its last frame was cut", () => {
    fc.assert(
      fc.property(quiet(10, 100), fc.integer({ min: 1, max: 16 }), (block, cut) => {
        const voice = Buffer.concat([frame([block]), frame([block]), frame([block])]);
        expect(readM4a(adtsToM4a(voice.subarray(0, -cut))).blocks).toHaveLength(2);
      }),
    );
  });

  test("may hold a foreign frame, which does not get in", () => {
    const [one, two] = [Buffer.from([1, 1]), Buffer.from([2, 2])];
    const voice = Buffer.concat([
      frame([one]),
      frame([one]),
      frame([two], { rateIndex: 3, channels: 2 }),
      frame([one]),
    ]);
    expect(readM4a(adtsToM4a(voice)).blocks).toEqual([one, one, one]);
  });
});

describe("several raw blocks in one frame", () => {
  test("are told apart where checksums say where they begin", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(quiet(1, 100), { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (frames) => {
          const { blocks, duration } = readM4a(
            adtsToM4a(Buffer.concat(frames.map((blocks) => frame(blocks, { crc: true })))),
          );
          expect(blocks).toEqual(frames.flat().map((block) => Buffer.from(block)));
          expect(duration).toBe(blocks.length * BLOCK_SAMPLES);
        },
      ),
    );
  });

  test("stay together without checksums and last as long as they are", () => {
    const parts = [Buffer.from([1, 2]), Buffer.from([3])];
    const { blocks, duration } = readM4a(adtsToM4a(Buffer.concat([frame(parts), frame([Buffer.from([4])])])));
    expect(blocks).toEqual([Buffer.from([1, 2, 3]), Buffer.from([4])]);
    expect(duration).toBe(3 * BLOCK_SAMPLES);
  });
});

describe("what cannot be carried over is left alone", () => {
  test.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["a picture", Buffer.from("\x89PNG\r\n\x1a\n", "latin1")],
    ["set bits without end", Buffer.alloc(100_000, 0xff)],
    ["half a frame", frame([Buffer.alloc(100)]).subarray(0, 50)],
    ["a frame without sound", frame([])],
    [
      "channels that only the sound tells",
      Buffer.concat([frame([Buffer.from([1])], { channels: 0 }), frame([Buffer.from([1])], { channels: 0 })]),
    ],
    ["a rate that does not exist", frame([Buffer.from([1])], { rateIndex: 13 })],
    ["one header by chance", Buffer.concat([frame([Buffer.alloc(20)]), Buffer.alloc(100)])],
  ])("%s", (_, bytes) => {
    expect(adtsToM4a(bytes)).toBeUndefined();
  });

  test("any bytes at all, without a fall", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void adtsToM4a(bytes)));
  });
});
