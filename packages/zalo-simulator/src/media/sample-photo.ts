import { png } from "./png.ts";

/** Width and height of the sample photos, in pixels. */
const SIDE = 64;

/** A colour gradient as PNG. */
export const samplePng = (): Buffer => png(SIDE, SIDE, (x, y) => [x * 4, y * 4, 160]);

/** A chequerboard in two greys as baseline JPEG: one brightness for each block of eight by eight pixels. */
export function sampleJpeg(): Buffer {
  return Buffer.concat([
    Buffer.from("ffd8", "hex"),
    jpegPart(0xe0, Buffer.from("4a46494600010100000100010000", "hex")),
    jpegPart(0xdb, Buffer.from([0, ...Array.from({ length: 64 }, () => 16)])),
    jpegPart(0xc0, Buffer.from([8, 0, SIDE, 0, SIDE, 1, 1, 0x11, 0])),
    // Brightness: "0" for the same as before, "10" for a step of five bits. Detail: "0" for none.
    jpegPart(0xc4, huffman(0x00, [[0], [5]])),
    jpegPart(0xc4, huffman(0x10, [[0]])),
    jpegPart(0xda, Buffer.from([1, 1, 0x00, 0, 63, 0])),
    chequers(),
    Buffer.from("ffd9", "hex"),
  ]);
}

/** A segment with its marker and its length, which counts itself. */
function jpegPart(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** A code table: how many symbols have one bit, two bits and so on up to sixteen, then the symbols. */
function huffman(slot: number, byLength: readonly (readonly number[])[]): Buffer {
  const counts = Array.from({ length: 16 }, (_, at) => byLength[at]?.length ?? 0);
  return Buffer.from([slot, ...counts, ...byLength.flat()]);
}

function chequers(): Buffer {
  const across = SIDE / 8;
  let bits = "";
  let level = 0;
  for (let block = 0; block < across * across; block += 1) {
    const wanted = (block + Math.floor(block / across)) % 2 === 0 ? 20 : 0;
    // A step down is written as its distance from the lowest value of five bits.
    const step = wanted - level;
    bits += step === 0 ? "0" : `10${(step > 0 ? step : step + 31).toString(2).padStart(5, "0")}`;
    bits += "0";
    level = wanted;
  }
  const bytes = bits.padEnd(Math.ceil(bits.length / 8) * 8, "1").match(/.{8}/g) ?? [];
  // A byte of ones would read as a marker, so JPEG has a zero follow it.
  return Buffer.from(
    bytes.map((byte) => parseInt(byte, 2)).flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])),
  );
}
