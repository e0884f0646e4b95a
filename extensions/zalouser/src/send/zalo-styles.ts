import type { Style, StyledText } from "channel-kit/text/styled-text";
import type { TextStyle } from "../session/port.ts";
import { type ListItem, readLists } from "./list-items.ts";

/** A text as Zalo is given it, and how its parts are shown. */
export interface ZaloText {
  text: string;
  styles: readonly TextStyle[];
}

/**
 * Which lists Zalo is to draw. The others keep their marks as text, which read well, too: a style costs room that
 * a mark does not, and Zalo numbers a list from 1 whatever its number was.
 */
export interface DrawnLists {
  bullets: boolean;
  numbers: boolean;
}

/** Zalo's styles (zca-js 2.2.0, `TextStyle`). What it has none for, such as code and quotes, is read as it stands. */
const INLINE: Partial<Record<Style, readonly string[]>> = {
  bold: ["b"],
  italic: ["i"],
  strike: ["s"],
  "heading-1": ["b", "f_18"],
  "heading-2": ["b", "f_18"],
  "heading-3": ["b", "f_18"],
  "heading-4": ["b", "f_18"],
};
const BULLETS = "lst_1";
const NUMBERS = "lst_2";
/** Zalo names the depth in tens; deeper levels would leave no room on a phone. */
const DEEPEST = 5;

/**
 * Writes styled text in Zalo's form: text without marks, and styles beside it. White space at the ends goes, because
 * a reader who takes it away would move every style. Takes time in proportion to the text.
 */
export function toZaloText({ text, ranges }: StyledText, drawn: DrawnLists): ZaloText {
  const items = readLists(text, ranges).items.filter((item) =>
    item.isNumber ? drawn.numbers : drawn.bullets,
  );
  const cuts = new Cuts(text, items);
  const styles: TextStyle[] = [];
  const add = (start: number, end: number, style: string) => {
    if (end > start) styles.push({ start, length: end - start, style });
  };
  for (const item of items) {
    const start = cuts.place(item.lineStart);
    const end = cuts.place(item.lineEnd);
    add(start, end, item.isNumber ? NUMBERS : BULLETS);
    if (item.depth > 0) add(start, end, `ind_${Math.min(item.depth, DEEPEST)}0`);
  }
  const ends = new Map<string, TextStyle>();
  for (const { start, length, style } of ranges) {
    for (const name of INLINE[style] ?? []) {
      const from = cuts.place(start);
      const to = cuts.place(start + length);
      const before = ends.get(name);
      // Bold within a heading, which is bold anyway.
      if (before !== undefined && from < before.start + before.length) {
        before.length = Math.max(before.length, to - before.start);
      } else if (to > from) {
        const made = { start: from, length: to - from, style: name };
        ends.set(name, made);
        styles.push(made);
      }
    }
  }
  return { text: cuts.text, styles: styles.sort((left, right) => left.start - right.start) };
}

/** True when Zalo, which counts from 1, would show every numbered list of the text with its own numbers. */
export const keepsNumbers = ({ text, ranges }: StyledText): boolean => readLists(text, ranges).countFromOne;

/** The text without the marks of the given items and without white space at its ends, and where a place of it is now. */
class Cuts {
  readonly text: string;
  readonly #cuts: { start: number; end: number; before: number }[] = [];

  constructor(source: string, items: readonly ListItem[]) {
    const start = source.length - source.trimStart().length;
    const end = source.trimEnd().length;
    let before = 0;
    const cut = (from: number, to: number) => {
      const begin = Math.max(from, this.#cuts.at(-1)?.end ?? 0);
      if (to <= begin) return;
      this.#cuts.push({ start: begin, end: to, before });
      before += to - begin;
    };
    cut(0, start);
    for (const item of items) cut(item.lineStart, item.contentStart);
    cut(end, source.length);
    const parts: string[] = [];
    let copied = 0;
    for (const one of this.#cuts) {
      parts.push(source.slice(copied, one.start));
      copied = one.end;
    }
    parts.push(source.slice(copied));
    this.text = parts.join("");
  }

  place(at: number): number {
    let low = 0;
    let high = this.#cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#cuts[middle]?.start ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const last = this.#cuts[low - 1];
    if (last === undefined) return at;
    return (at < last.end ? last.start : at - (last.end - last.start)) - last.before;
  }
}
