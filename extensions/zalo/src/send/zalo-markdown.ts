import { characterAt, characterBefore, kindOf } from "channel-kit/text/emphasis";
import { readMarkdown } from "channel-kit/text/markdown";
import type { Style, StyledRange, StyledText } from "channel-kit/text/styled-text";
import { riskyWords } from "./risky-marks.ts";

/** Styles within a line, as bits of a mask per UTF-16 unit. */
const BITS = { bold: 1, italic: 2, strike: 4, code: 8 } as const;
type Inline = keyof typeof BITS;
const INLINE: readonly Inline[] = ["strike", "bold", "italic", "code"];

/**
 * Writes styled text in the Markdown that Zalo's `parse_mode: markdown` shows. `undefined` when there is nothing
 * to mark up, or when the text holds marks that could not be kept from being taken for markup: it is to be
 * sent as it stands, without a parse mode.
 *
 * Zalo documents no escape. So a word whose own marks might be taken for markup is shown as inline code, which
 * keeps it exact and fit to be copied, and no character that cannot be seen is ever added. Every line opens
 * and closes its own marks, so none is left unbalanced, whatever Zalo's parser does at line breaks.
 */
export function toZaloMarkdown(styled: StyledText): string | undefined {
  if (styled.ranges.length === 0) return undefined;
  const lines: string[] = [];
  let start = 0;
  let from = 0;
  const begun: StyledRange[] = [];
  for (const text of styled.text.split("\n")) {
    const end = start + text.length;
    const ranges = begun.splice(0).filter((range) => range.start + range.length > start);
    for (let range = styled.ranges[from]; range !== undefined && range.start < end; ) {
      ranges.push(range);
      from += 1;
      range = styled.ranges[from];
    }
    const line = writeLine(text, start, ranges);
    if (line === undefined) return undefined;
    lines.push(line);
    begun.push(...ranges);
    start = end + 1;
  }
  const wire = lines.join("\n");
  return readsAs(wire, styled.text) ? wire : undefined;
}

/**
 * The last word: read the way we read models, as a whole and each line for itself, the wire form must say
 * exactly what was to be said.
 */
function readsAs(wire: string, text: string): boolean {
  if (readMarkdown(wire).text !== text) return false;
  const lines = text.split("\n");
  return wire.split("\n").every((line, at) => readMarkdown(line).text === lines[at]);
}

/** One line with its marks; `undefined` when it holds backticks that would be taken for marks. */
function writeLine(text: string, offset: number, ranges: readonly StyledRange[]): string | undefined {
  const mask = new Uint8Array(text.length);
  let heading = "";
  let markerEnd = 0;
  for (const { start, length, style } of ranges) {
    const from = Math.max(0, start - offset);
    const to = Math.min(text.length, start + length - offset);
    if (isInline(style)) for (let at = from; at < to; at += 1) mask[at] = (mask[at] ?? 0) | BITS[style];
    else if (style.startsWith("heading-")) heading = `${"#".repeat(Number(style.slice(-1)))} `;
    else markerEnd = Math.max(markerEnd, to);
  }
  for (const style of INLINE) trimEdges(text, mask, BITS[style]);
  for (const { start, end } of riskyWords(text, {
    from: markerEnd,
    isCode: (at) => ((mask[at] ?? 0) & BITS.code) !== 0,
    has: (style) => mask.some((bits) => (bits & BITS[style]) !== 0),
  })) {
    // Inside the styles that hold for all of the word, outside those that end within it.
    let common = 0xff;
    for (let at = start; at < end; at += 1) common &= mask[at] ?? 0;
    mask.fill(common | BITS.code, start, end);
  }
  if (text.includes("`") && mask.some((bits) => (bits & BITS.code) !== 0)) return undefined;
  return heading + withMarks(text, mask);
}

/**
 * Draws every run of a style in from white space, and from punctuation that touches a word outside: next to
 * those, marks are taken for text.
 */
function trimEdges(text: string, mask: Uint8Array, bit: number): void {
  let start = 0;
  while (start < text.length) {
    if (!((mask[start] ?? 0) & bit)) {
      start += 1;
      continue;
    }
    let end = start;
    while (end < text.length && (mask[end] ?? 0) & bit) end += 1;
    const [from, to] = bit === BITS.code ? withoutTail(text, start, end) : core(text, start, end);
    for (let at = start; at < end; at += 1) {
      if (at < from || at >= to) mask[at] = (mask[at] ?? 0) & ~bit;
    }
    start = end;
  }
}

/** Code keeps its indentation and its marks. */
function withoutTail(text: string, start: number, end: number): [number, number] {
  return [start, start + text.slice(start, end).trimEnd().length];
}

function core(text: string, start: number, end: number): [number, number] {
  let from = start;
  let to = end;
  for (; from < to; from += characterAt(text, from).length) {
    const kind = kindOf(characterAt(text, from));
    const touchesWord = from > 0 && kindOf(characterBefore(text, from)) === "word";
    if (kind === "word" || (kind === "punctuation" && !touchesWord)) break;
  }
  for (; to > from; to -= characterBefore(text, to).length) {
    const kind = kindOf(characterBefore(text, to));
    const touchesWord = to < text.length && kindOf(characterAt(text, to)) === "word";
    if (kind === "word" || (kind === "punctuation" && !touchesWord)) break;
  }
  return [from, to];
}

function withMarks(text: string, mask: Uint8Array): string {
  const italic = text.includes("_") ? "*" : "_";
  const markOf = (style: Inline, from: number): string => {
    if (style !== "italic") return { bold: "**", strike: "~~", code: "`" }[style];
    const end = runEnd(mask, from, BITS.italic);
    const inWord =
      kindOf(characterBefore(text, from)) === "word" || kindOf(characterAt(text, end)) === "word";
    return inWord ? "*" : italic;
  };
  const open: { style: Inline; mark: string }[] = [];
  let wire = "";
  let copied = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const now = mask[at] ?? 0;
    const before = at === 0 ? 0 : (mask[at - 1] ?? 0);
    if (now === before) continue;
    wire += text.slice(copied, at);
    copied = at;
    while (open.some(({ style }) => !(now & BITS[style]))) wire += open.pop()?.mark ?? "";
    const opening = INLINE.filter(
      (style) => now & BITS[style] && !open.some((each) => each.style === style),
    ).toSorted((left, right) => endOf(right) - endOf(left));
    for (const style of opening) {
      const mark = markOf(style, at);
      open.push({ style, mark });
      wire += mark;
    }

    // Code holds no marks, so it is the innermost whatever its length.
    function endOf(style: Inline): number {
      return style === "code" ? -1 : runEnd(mask, at, BITS[style]);
    }
  }
  return (
    wire +
    text.slice(copied) +
    open
      .toReversed()
      .map(({ mark }) => mark)
      .join("")
  );
}

function runEnd(mask: Uint8Array, from: number, bit: number): number {
  let end = from;
  while (end < mask.length && (mask[end] ?? 0) & bit) end += 1;
  return end;
}

const isInline = (style: Style): style is Inline => style in BITS;
