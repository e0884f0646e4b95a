import type { Style } from "./styled-text.ts";

/** A run of `*`, `_` or `~~` that may begin or end a style, and what it turned out to do. */
export interface Delimiter {
  mark: "*" | "_" | "~";
  /** Marks that have begun or ended nothing, and so are text. */
  left: number;
  readonly length: number;
  readonly canOpen: boolean;
  readonly canClose: boolean;
  /** Styles that end here, the innermost first. */
  readonly closes: Style[];
  /** Styles that begin here, the innermost first. */
  readonly opens: Style[];
}

/** Reads the run of marks at `at`; `undefined` when it can be nothing but text. */
export function readDelimiter(source: string, at: number): Delimiter | undefined {
  const mark = source.charAt(at);
  if (mark !== "*" && mark !== "_" && mark !== "~") return undefined;
  let end = at + 1;
  while (source.charAt(end) === mark) end += 1;
  const length = end - at;
  // A single tilde says "about" in many languages, Vietnamese among them.
  if (mark === "~" && length !== 2) return undefined;
  const { canOpen, canClose } = flanking(source, at, end, mark);
  return { mark, left: length, length, canOpen, canClose, closes: [], opens: [] };
}

/**
 * Decides which runs begin and end what, by CommonMark's rules, in time proportional to their number. Styles
 * come out properly nested. Each run is told in its `opens`, `closes` and `left`.
 */
export function pairDelimiters(delimiters: readonly Delimiter[]): void {
  const openers: Delimiter[] = [];
  /** Below this height of the stack there is no opener for a closer of that kind. */
  const bottoms = new Map<string, number>();
  for (const closer of delimiters) {
    while (closer.canClose && closer.left > 0) {
      const kind = `${closer.mark}${closer.canOpen}${closer.length % 3}`;
      const found = findOpener(openers, closer, bottoms.get(kind) ?? 0);
      if (found === undefined) {
        bottoms.set(kind, openers.length);
        break;
      }
      match(found.opener, closer);
      openers.length = found.opener.left > 0 ? found.index + 1 : found.index;
      for (const [key, bottom] of bottoms) bottoms.set(key, Math.min(bottom, openers.length));
    }
    if (closer.canOpen && closer.left > 0) openers.push(closer);
  }
}

function findOpener(
  openers: readonly Delimiter[],
  closer: Delimiter,
  bottom: number,
): { opener: Delimiter; index: number } | undefined {
  for (let index = openers.length - 1; index >= bottom; index -= 1) {
    const opener = openers[index];
    if (opener?.mark !== closer.mark) continue;
    const oneDoesBoth = opener.canClose || closer.canOpen;
    const sumOfThrees = (opener.length + closer.length) % 3 === 0;
    const eachOfThrees = opener.length % 3 === 0 && closer.length % 3 === 0;
    if (closer.mark !== "~" && oneDoesBoth && sumOfThrees && !eachOfThrees) continue;
    return { opener, index };
  }
  return undefined;
}

function match(opener: Delimiter, closer: Delimiter): void {
  const used = opener.left >= 2 && closer.left >= 2 ? 2 : 1;
  const style = closer.mark === "~" ? "strike" : used === 2 ? "bold" : "italic";
  opener.left -= used;
  closer.left -= used;
  opener.opens.push(style);
  closer.closes.push(style);
}

function flanking(source: string, at: number, end: number, mark: string) {
  const before = kindOf(characterBefore(source, at));
  const after = kindOf(characterAt(source, end));
  const left = after !== "white" && (after !== "punctuation" || before !== "word");
  const right = before !== "white" && (before !== "punctuation" || after !== "word");
  if (mark === "_") {
    return {
      canOpen: left && (!right || before === "punctuation"),
      canClose: right && (!left || after === "punctuation"),
    };
  }
  // Models write `**Giá:**50k`, which CommonMark would show with its stars.
  if (end - at >= 2) return { canOpen: after !== "white", canClose: before !== "white" };
  return { canOpen: left, canClose: right };
}

const PUNCTUATION = /[\p{P}\p{S}]/u;

/** What a character is to the rules of emphasis. The ends of a text count as white space. */
export function kindOf(character: string): "white" | "punctuation" | "word" {
  if (character.trim() === "") return "white";
  return PUNCTUATION.test(character) ? "punctuation" : "word";
}

/** The code point that begins at `at`; empty at the end. */
export function characterAt(source: string, at: number): string {
  const point = source.codePointAt(at);
  return point === undefined ? "" : String.fromCodePoint(point);
}

/** The code point that ends at `at`; empty at the beginning. */
export function characterBefore(source: string, at: number): string {
  const low = source.charCodeAt(at - 1);
  return source.slice(Math.max(0, at - (low >= 0xdc00 && low <= 0xdfff ? 2 : 1)), at);
}
