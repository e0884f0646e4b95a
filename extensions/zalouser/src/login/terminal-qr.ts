import qrcode from "qrcode-terminal";

/** A QR code in half blocks, two rows of it in one line of text. */
export interface DrawnQr {
  lines: readonly string[];
  /** Columns that it needs. */
  width: number;
}

/**
 * Draws what a QR code says. Light is drawn and dark is left out, so it is meant for a dark background; the margin
 * is two modules wide, which phones need where the terminal around it is dark, too.
 */
export function drawQr(code: string): DrawnQr {
  let drawing = "";
  qrcode.generate(code, { small: true }, (drawn) => {
    drawing = drawn;
  });
  const [top = "", ...rows] = drawing.split("\n").filter((line) => line !== "");
  const lines = [top.replaceAll("▄", "█"), ...rows, "▀".repeat(top.length)].map((line, index, all) => {
    const edge = index === all.length - 1 ? "▀" : "█";
    return `${edge}${line}${edge}`;
  });
  return { lines, width: top.length + 2 };
}
