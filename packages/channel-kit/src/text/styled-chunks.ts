import { firstPlace, LEAST_LIMIT, type Span, takeSpan } from "./chunk.ts";
import type { Place } from "./places.ts";
import { type StyledRange, type StyledText, sliceStyled } from "./styled-text.ts";

export interface StyledChunkOptions {
  /** Most UTF-16 units of one message on the wire, its markup included; at least {@link LEAST_LIMIT}. */
  limit: number;
  /** UTF-16 units that a piece takes on the wire. A piece that is too long even so is given without its ranges. */
  wireLength(piece: StyledText): number;
}

/** How often a smaller piece is tried before its markup is given up. */
const TRIES = 12;

/**
 * Cuts styled text into messages at the places where `chunkText` would. A range that is cut goes on in the next
 * piece; a list's marker is never split. The pieces' texts are in order and lose only white space at the cuts.
 * Text that fits comes back as it is; nothing but white space is no message at all.
 */
export function chunkStyled(styled: StyledText, options: StyledChunkOptions): StyledText[] {
  const { text } = styled;
  const { limit } = options;
  if (!Number.isInteger(limit) || limit < LEAST_LIMIT) {
    throw new RangeError(`The text limit must be an integer of at least ${LEAST_LIMIT}; it is ${limit}.`);
  }
  let place = firstPlace(text, limit);
  if (place === undefined) return [];
  if (text.length <= limit && options.wireLength(styled) <= limit) return [styled];
  const pieces: StyledText[] = [];
  const ranges = new RangeCursor(styled);
  while (place !== undefined) {
    const { piece, next } = takePiece(text, place, ranges, options);
    pieces.push(piece);
    place = next;
  }
  return pieces;
}

function takePiece(
  text: string,
  place: Place,
  ranges: RangeCursor,
  { limit, wireLength }: StyledChunkOptions,
): { piece: StyledText; next: Place | undefined } {
  let budget = limit;
  let first: Span | undefined;
  for (let tries = 0; tries < TRIES && budget >= LEAST_LIMIT; tries += 1) {
    const span = takeSpan(text, place, budget);
    first ??= span;
    const piece = ranges.slice(span.start, span.end);
    const length = wireLength(piece);
    if (length <= limit) return { piece, next: span.next };
    const size = span.end - span.start;
    // Markup is mostly spread evenly; where it is not, halving ends the search.
    budget = Math.min(size - 1, Math.floor(tries < TRIES / 2 ? (size * limit) / length : size / 2));
  }
  const span = first ?? takeSpan(text, place, limit);
  return { piece: { text: text.slice(span.start, span.end), ranges: [] }, next: span.next };
}

/** Slices styled text from front to back without looking at all its ranges each time. */
class RangeCursor {
  readonly #styled: StyledText;
  /** Ranges that began before the last slice and may reach into the next; at most one of each style. */
  #begun: StyledRange[] = [];
  #from = 0;

  constructor(styled: StyledText) {
    this.#styled = styled;
  }

  /** `start` must not be smaller than that of the slice before. */
  slice(start: number, end: number): StyledText {
    const { text, ranges } = this.#styled;
    for (let range = ranges[this.#from]; range !== undefined && range.start < start; ) {
      this.#begun.push(range);
      this.#from += 1;
      range = ranges[this.#from];
    }
    this.#begun = this.#begun.filter((range) => range.start + range.length > start);
    let to = this.#from;
    while ((ranges[to]?.start ?? Number.POSITIVE_INFINITY) < end) to += 1;
    return sliceStyled({ text, ranges: [...this.#begun, ...ranges.slice(this.#from, to)] }, start, end);
  }
}
