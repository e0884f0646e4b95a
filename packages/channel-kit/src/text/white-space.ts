/** True for a UTF-16 unit that `String.prototype.trim` would remove. */
export function isWhite(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  if (unit === 0xa0 || unit === 0xfeff) return true;
  if (unit < 0x1680 || unit > 0x3000) return false;
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** White space at which a line may be broken: all but the no-break spaces. */
export function isGap(unit: number): boolean {
  return isWhite(unit) && unit !== 0xa0 && unit !== 0x202f && unit !== 0xfeff;
}

/** Index of the first unit at or after `from` that is not white space; `upTo` when there is none before it. */
export function nextInk(text: string, from: number, upTo = text.length): number {
  let at = from;
  while (at < upTo && isWhite(text.charCodeAt(at))) at += 1;
  return at;
}
