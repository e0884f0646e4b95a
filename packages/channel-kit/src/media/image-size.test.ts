import { expect, test } from "vitest";
import { imageSize } from "./image-size.ts";
import { plainPng } from "./plain-png.ts";

const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};

const exif = (orientation: number, order: "II" | "MM"): Buffer => {
  const tiff = Buffer.alloc(26);
  const u16 = (value: number, at: number) =>
    order === "II" ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  tiff.write(order, 0, "latin1");
  u16(42, 2);
  if (order === "II") tiff.writeUInt32LE(8, 4);
  else tiff.writeUInt32BE(8, 4);
  u16(1, 8);
  u16(0x0112, 10);
  u16(3, 12);
  u16(orientation, 18);
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
};

/** 640 by 480 pixels, as the camera holds them. */
function jpeg(...before: Buffer[]): Buffer {
  const frame = Buffer.from([8, 480 >> 8, 480 & 0xff, 640 >> 8, 640 & 0xff, 1, 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...before,
    segment(0xc4, Buffer.alloc(20)),
    segment(0xc2, frame),
  ]);
}

const webp = (form: string, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from("RIFF\0\0\0\0WEBP", "latin1"), Buffer.from(form), Buffer.alloc(4), content]);

test("a PNG of ours has the size it was made with", () => {
  expect(imageSize(plainPng({ width: 321, height: 7 }, 40))).toEqual({ width: 321, height: 7 });
});

test("a JPEG's size stands in its frame, behind whatever comes first", () => {
  expect(imageSize(jpeg(segment(0xe0, Buffer.alloc(14))))).toEqual({ width: 640, height: 480 });
});

test.each(["II", "MM"] as const)("a JPEG that lies on its side is as it is shown (%s)", (order) => {
  expect(imageSize(jpeg(segment(0xe1, exif(6, order))))).toEqual({ width: 480, height: 640 });
  expect(imageSize(jpeg(segment(0xe1, exif(3, order))))).toEqual({ width: 640, height: 480 });
});

test("a GIF and the three forms of WebP", () => {
  expect(imageSize(Buffer.from([...Buffer.from("GIF89a"), 0x40, 1, 0xf0, 0]))).toEqual({
    width: 320,
    height: 240,
  });
  const lossy = Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 1, 0xf0, 0]);
  expect(imageSize(webp("VP8 ", lossy))).toEqual({ width: 320, height: 240 });
  const bits = Buffer.alloc(5);
  bits[0] = 0x2f;
  bits.writeUInt32LE(319 | (239 << 14), 1);
  expect(imageSize(webp("VP8L", bits))).toEqual({ width: 320, height: 240 });
  const extended = Buffer.from([0, 0, 0, 0, 0x3f, 1, 0, 0xef, 0, 0]);
  expect(imageSize(webp("VP8X", extended))).toEqual({ width: 320, height: 240 });
});

test("what is no picture, or breaks off before its size, has none", () => {
  expect(imageSize(Buffer.from("%PDF-1.4"))).toBeUndefined();
  expect(imageSize(new Uint8Array())).toBeUndefined();
  const whole = jpeg(segment(0xe1, exif(6, "II")));
  for (let end = 0; end < whole.length - 12; end += 1)
    expect(imageSize(whole.subarray(0, end))).toBeUndefined();
  expect(imageSize(plainPng({ width: 9, height: 9 }, 0).subarray(0, 20))).toBeUndefined();
});
