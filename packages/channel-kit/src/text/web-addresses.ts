/** Longest address that is looked for, in UTF-16 units; keeps broken links from costing more than that each. */
const ADDRESS_MOST = 2_000;

const BARE = /(?:https?:\/\/|www\.)[^\s<>"`[\]|]{1,2000}/iy;
const IN_ANGLES = /<([a-z][a-z0-9+.-]{1,31}:[^\s<>]{1,2000}|[^\s<>@]{1,64}@[^\s<>@]{1,255})>/iy;
const TITLE = /[ \t]{1,8}(?:"[^"\n]{0,500}"|'[^'\n]{0,500}')[ \t]{0,8}\)/y;

/** Where the bare web address that begins at `at` ends, without the punctuation after it; `undefined` if none does. */
export function bareAddressEnd(source: string, at: number): number | undefined {
  const first = source.charCodeAt(at) | 0x20;
  if (first !== 0x68 && first !== 0x77) return undefined;
  BARE.lastIndex = at;
  const found = BARE.exec(source)?.[0];
  if (found === undefined) return undefined;
  const bold = found.indexOf("**");
  return at + withoutTail(bold === -1 ? found : found.slice(0, bold)).length;
}

/** An address in angle brackets, `<https://…>` or `<a@b>`. */
export function angledAddress(source: string, at: number): { address: string; end: number } | undefined {
  IN_ANGLES.lastIndex = at;
  const [whole, address] = IN_ANGLES.exec(source) ?? [];
  return whole === undefined || address === undefined ? undefined : { address, end: at + whole.length };
}

/**
 * What stands in the parentheses after a link's label, `(address "title")`: an address without white space whose
 * parentheses are balanced. The title is not kept.
 */
export function linkTarget(source: string, at: number): { address: string; end: number } | undefined {
  if (source.charAt(at) !== "(") return undefined;
  let depth = 0;
  const most = Math.min(source.length, at + ADDRESS_MOST);
  for (let end = at + 1; end < most; end += 1) {
    const character = source.charAt(end);
    if (character === ")" && depth === 0) return { address: source.slice(at + 1, end), end: end + 1 };
    if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    else if (character === "<") return undefined;
    else if (character.trim() === "") {
      TITLE.lastIndex = end;
      const title = depth === 0 ? TITLE.exec(source)?.[0] : undefined;
      if (title === undefined) return undefined;
      return { address: source.slice(at + 1, end), end: end + title.length };
    }
  }
  return undefined;
}

/** The address without what belongs to the sentence around it. */
function withoutTail(address: string): string {
  let end = address.length;
  const opened = address.split("(").length - address.split(")").length;
  let unopened = Math.max(0, -opened);
  while (end > 0) {
    const last = address.charAt(end - 1);
    if (last === ")" && unopened > 0) unopened -= 1;
    else if (!"?!.,:;*_~'…”»".includes(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}
