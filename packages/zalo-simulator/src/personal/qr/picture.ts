import { encode } from "uqr";
import { png } from "../../media/png.ts";

/** Pixels per module: large enough for a phone, small enough to be sent in a JSON. */
const SCALE = 6;

/** Modules of white around the code that a scanner needs; ISO/IEC 18004. */
const BORDER = 4;

/** The picture of a QR code that holds this text, as PNG. */
export function qrPng(text: string): Buffer {
  const { data, size } = encode(text, { ecc: "M", border: BORDER });
  const side = size * SCALE;
  return png(side, side, (x, y) =>
    data[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)] === true ? [0, 0, 0] : [255, 255, 255],
  );
}
