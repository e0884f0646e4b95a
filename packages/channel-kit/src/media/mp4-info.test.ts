import { expect, test } from "vitest";
import { film, PNG } from "../testing/small-files.ts";
import { box, fullBox, u32 } from "./mp4-boxes.ts";
import { readMp4 } from "./mp4-info.ts";

test("a film says how long and how large it is", () => {
  const bytes = film({ durationMs: 4_200, size: { width: 1280, height: 720 } });
  expect(readMp4(bytes)).toEqual({ video: { width: 1280, height: 720 }, hasSound: true, durationMs: 4_200 });
});

test("a film that was shot upright is upright", () => {
  const bytes = film({ durationMs: 1_000, size: { width: 1280, height: 720 }, isTurned: true });
  expect(readMp4(bytes)?.video).toEqual({ width: 720, height: 1280 });
});

test("a film's cover is found, and sound alone has no picture size", () => {
  const covered = film({ durationMs: 1_000, size: { width: 64, height: 48 }, cover: PNG });
  expect(Buffer.from(readMp4(covered)?.cover ?? []).equals(PNG)).toBe(true);
  expect(readMp4(film({ durationMs: 900 }))).toEqual({ hasSound: true, durationMs: 900 });
});

test("an index behind the frames is found, also behind a box of 64 bits", () => {
  const long = Buffer.concat([u32(1), Buffer.from("mdat"), u32(0, 24), Buffer.alloc(8)]);
  const index = box("moov", fullBox("mvhd", 0, u32(0, 0, 600, 1_200), Buffer.alloc(80)));
  expect(readMp4(Buffer.concat([long, index]))).toEqual({ hasSound: false, durationMs: 2_000 });
});

test("a length nobody knows is none, and one of 64 bits is read", () => {
  const withHeader = (...parts: Buffer[]) => readMp4(box("moov", box("mvhd", ...parts, Buffer.alloc(80))));
  expect(withHeader(u32(0, 0, 0, 1_000, 0xffff_ffff))?.durationMs).toBe(0);
  expect(withHeader(u32(0x0100_0000, 0, 0, 0, 0, 1_000, 0, 7_000))?.durationMs).toBe(7_000);
});

test("what is no film, or breaks off anywhere, is not taken for one", () => {
  expect(readMp4(PNG)).toBeUndefined();
  const whole = film({ durationMs: 4_200, size: { width: 1280, height: 720 }, cover: PNG });
  const index = whole.length - 24;
  for (let end = 0; end < index; end += 1) expect(readMp4(whole.subarray(0, end))).toBeUndefined();
});
