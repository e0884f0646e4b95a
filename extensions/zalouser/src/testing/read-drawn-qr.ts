import jsQr from "jsqr";

/** Pixels that one module of the code is wide; a scanner wants more than one. */
const MODULE = 4;

/** What a phone reads off the last QR code that stands in a terminal's output; undefined when it reads none. */
export function readDrawnQr(output: string): string | undefined {
  const rows = output
    .split(/\r?\n/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal begin with one
    .map((line) => line.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]/g, ""))
    .map((line) => /[█▀▄ ]{20,}/.exec(line)?.[0])
    .filter((row) => row !== undefined);
  const top = rows.findLastIndex((row) => /^█+$/.test(row));
  const bottom = rows.findIndex((row, index) => index > top && /^▀+$/.test(row));
  if (top === -1 || bottom === -1) return undefined;
  const drawn = rows.slice(top, bottom + 1);
  const width = drawn[0]?.length ?? 0;
  const modules = drawn.flatMap((row) => [half(row, "█▀"), half(row, "█▄")]);
  const side = { x: width * MODULE, y: modules.length * MODULE };
  const pixels = new Uint8ClampedArray(side.x * side.y * 4);
  for (let y = 0; y < side.y; y += 1) {
    for (let x = 0; x < side.x; x += 1) {
      const isLight = modules[Math.floor(y / MODULE)]?.[Math.floor(x / MODULE)] ?? false;
      pixels.set([isLight ? 255 : 0, isLight ? 255 : 0, isLight ? 255 : 0, 255], (y * side.x + x) * 4);
    }
  }
  return jsQr.default(pixels, side.x, side.y)?.data;
}

const half = (row: string, light: string): boolean[] => [...row].map((cell) => light.includes(cell));
