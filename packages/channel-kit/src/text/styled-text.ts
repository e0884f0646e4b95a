/**
 * How a stretch of text is shown. Of `bullet`, `ordered` and `quote` the stretch is only the marker itself
 * (`- `, `1. `, `> `), which stands in the text; a platform with lists of its own finds the line behind it.
 */
export type Style =
  | "bold"
  | "italic"
  | "strike"
  | "code"
  | "heading-1"
  | "heading-2"
  | "heading-3"
  | "heading-4"
  | "bullet"
  | "ordered"
  | "quote";

/** Offsets are UTF-16 units; `length` is at least 1. */
export interface StyledRange {
  start: number;
  length: number;
  style: Style;
}

/**
 * Text as a person reads it, without any markup, and how its parts are shown. Ranges lie within the text, are
 * sorted by their start, and two of the same style do not overlap.
 */
export interface StyledText {
  text: string;
  ranges: readonly StyledRange[];
}

/** The part of `styled` from `start` to `end`, its ranges clipped to it. A marker that is cut is one no more. */
export function sliceStyled({ text, ranges }: StyledText, start: number, end: number): StyledText {
  const kept: StyledRange[] = [];
  for (const range of ranges) {
    const from = Math.max(range.start, start);
    const to = Math.min(range.start + range.length, end);
    if (from >= to || (to - from < range.length && MARKERS.has(range.style))) continue;
    kept.push({ start: from - start, length: to - from, style: range.style });
  }
  return { text: text.slice(start, end), ranges: kept };
}

const MARKERS: ReadonlySet<Style> = new Set<Style>(["bullet", "ordered", "quote"]);

/** Builds a text with its ranges from front to back. */
export class StyledBuilder {
  readonly #parts: string[] = [];
  readonly #ranges: StyledRange[] = [];
  readonly #open = new Map<Style, { depth: number; start: number }>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  addAs(style: Style, text: string): void {
    this.open(style);
    this.add(text);
    this.close(style);
  }

  /** From here on `style` holds, until it has been closed as often as opened. */
  open(style: Style): void {
    const now = this.#open.get(style);
    if (now === undefined) this.#open.set(style, { depth: 1, start: this.#length });
    else now.depth += 1;
  }

  close(style: Style): void {
    const now = this.#open.get(style);
    if (now === undefined) return;
    now.depth -= 1;
    if (now.depth > 0) return;
    this.#open.delete(style);
    if (this.#length > now.start) {
      this.#ranges.push({ start: now.start, length: this.#length - now.start, style });
    }
  }

  finish(): StyledText {
    const ranges = this.#ranges.toSorted(
      (left, right) => left.start - right.start || right.length - left.length,
    );
    return { text: this.#parts.join(""), ranges };
  }
}
