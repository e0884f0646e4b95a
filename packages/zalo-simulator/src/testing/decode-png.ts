import { inflateSync } from "node:zlib";

/** The pixels of a PNG as this simulator writes them: three unfiltered bytes each; with alpha, as readers want them. */
export function decodePng(bytes: Buffer): { pixels: Uint8ClampedArray; width: number; height: number } {
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const start = bytes.indexOf("IDAT");
  const rows = inflateSync(bytes.subarray(start + 4, start + 4 + bytes.readUInt32BE(start - 4)));
  const pixels = new Uint8ClampedArray(width * height * 4);
  const stride = 1 + width * 3;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * stride + 1 + x * 3;
      pixels.set([rows[at] ?? 0, rows[at + 1] ?? 0, rows[at + 2] ?? 0, 255], (y * width + x) * 4);
    }
  }
  return { pixels, width, height };
}
