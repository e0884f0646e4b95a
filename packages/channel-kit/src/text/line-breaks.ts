import { closesFence, closingCost, type Fence, looksLikeFence, readOpening } from "./fences.ts";
import type { Place } from "./places.ts";
import { nextInk } from "./white-space.ts";

const CR = 0x0d;
const LF = 0x0a;

/** A line break at which a piece may end. */
export interface LineBreak {
  /** Before the break, CR included. */
  end: number;
  /** First unit of the next line. */
  next: number;
  /** The fence that is open at the start of the next line. */
  fence: Fence | undefined;
}

/** The line that does not end within the piece. */
export interface Tail {
  start: number;
  /** The last place where a cut in this line leaves room for the closing fence. */
  highest: number;
  fence: Fence | undefined;
  /** True when the line may be a fence line itself, which a cut would turn into something else. */
  fenceLine: boolean;
}

/** The last acceptable break of each kind in a piece, and the line after them. */
export interface Survey {
  paragraph: LineBreak | undefined;
  line: LineBreak | undefined;
  codeParagraph: LineBreak | undefined;
  codeLine: LineBreak | undefined;
  /** The last one of any kind. */
  last: LineBreak | undefined;
  tail: Tail;
}

/**
 * Reads the lines of a piece that begins at `place` and may reach to `bound`, following the fences. A break
 * is acceptable when the piece would hold more than fence lines, and a fence cut by it some code.
 */
export function surveyLines(
  text: string,
  place: Place,
  bound: number,
  options: { limit: number; fences: boolean },
): Survey {
  // Two units more than may be kept, to see the CR LF after a line that just fits.
  const window = text.slice(place.at, bound + 2);
  const found: Omit<Survey, "tail"> = {
    paragraph: undefined,
    line: undefined,
    codeParagraph: undefined,
    codeLine: undefined,
    last: undefined,
  };
  let { fence } = place;
  let start = place.at;
  let hasInk = false;
  let hasCode = false;

  for (;;) {
    const fenceLine =
      options.fences && (start > place.at || place.lineStart) && looksLikeFence(text, start, fence?.mark);
    if (fenceLine && fence === undefined && found.line?.next === start) found.paragraph = found.line;

    const lineFeed = window.indexOf("\n", start - place.at);
    const tail = { start, highest: bound - closingCost(fence), fence, fenceLine };
    if (lineFeed === -1) return { ...found, tail };
    const next = place.at + lineFeed + 1;
    const end = next - (next - 2 >= start && text.charCodeAt(next - 2) === CR ? 2 : 1);
    const blank = nextInk(text, start, end) === end;

    const after = fenceLine ? fenceAfter(text.slice(start, end), fence, options.limit) : fence;
    if (end > bound - closingCost(after)) return { ...found, tail };
    if (after === fence && !blank) {
      hasInk = true;
      hasCode = true;
    } else if (after !== fence) {
      hasCode = false;
    }

    const here = { end, next, fence: after };
    if (after === undefined && hasInk) {
      found.line = here;
      found.last = here;
      if (blank || fence !== undefined || startsBlankLine(text, next)) found.paragraph = here;
    } else if (after !== undefined && hasCode) {
      found.codeLine = here;
      found.last = here;
      if (blank) found.codeParagraph = here;
    }
    fence = after;
    start = next;
  }
}

/** The fence that is open after a line (given without its break) that began inside `fence`. */
export function fenceAfter(line: string, fence: Fence | undefined, limit: number): Fence | undefined {
  if (fence === undefined) return readOpening(line, limit);
  return closesFence(line, fence) ? undefined : fence;
}

function startsBlankLine(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === LF || (unit === CR && text.charCodeAt(at + 1) === LF);
}
