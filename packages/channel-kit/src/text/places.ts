import { closesFence, closingCost, type Fence, looksLikeFence, reopening } from "./fences.ts";
import { clusterStart, isClusterBoundary } from "./graphemes.ts";
import { nextInk } from "./white-space.ts";

/** Where a piece begins. */
export interface Place {
  at: number;
  /** True when a line of the input begins here; only there can a fence line begin. */
  lineStart: boolean;
  fence: Fence | undefined;
}

/**
 * Moves `place` over the white space that need not be kept, so that a piece which begins there has ink within
 * its reach; `undefined` when nothing but white space is left.
 *
 * In text that is everything but the indentation of a line. In code nothing is dropped, unless the blank
 * stretch is longer than a piece.
 */
export function settle(text: string, place: Place, limit: number): Place | undefined {
  const ink = nextInk(text, place.at);
  if (ink === text.length) return undefined;
  const { fence } = place;
  const room = limit - reopening(fence).length - closingCost(fence);
  if (fence?.wrap !== undefined && ink - place.at < room) return place;

  // A space that carries a combining mark is no white space to drop.
  const start = isClusterBoundary(text, ink, place.at) ? ink : ink - 1;
  const line = lineStartBefore(text, place, start);
  // Deeper indentation would leave too little of the piece to text.
  if (line !== undefined && start - line < room / 2) return { at: line, lineStart: true, fence };
  return { at: start, lineStart: false, fence };
}

/** The place after the line that closes `place.fence`, when only white space lies before that line. */
export function afterClosing(text: string, place: Place): Place | undefined {
  const { fence } = place;
  if (fence === undefined) return undefined;
  const ink = nextInk(text, place.at);
  const start = lineStartBefore(text, place, ink);
  if (start === undefined || !looksLikeFence(text, start, fence.mark)) return undefined;
  const line = lineAt(text, start);
  if (!closesFence(line, fence)) return undefined;
  return { at: start + line.trimEnd().length, lineStart: false, fence: undefined };
}

/** `end`, or the start of the white space before it. */
export function trimmedEnd(text: string, end: number, floor: number): number {
  let trimmed = end;
  while (trimmed > floor) {
    const start = clusterStart(text, trimmed - 1, floor);
    // The whole cluster, not its last unit: CR LF are one, and a space may carry a combining mark.
    if (nextInk(text, start, trimmed) < trimmed) break;
    trimmed = start;
  }
  return trimmed;
}

/** The line that begins at `start`, without its line break. */
export function lineAt(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? text.length : end);
}

/** Start of the line that holds `at`, if that line begins between `place` and `at`. */
function lineStartBefore(text: string, place: Place, at: number): number | undefined {
  for (let start = at; start > place.at; start -= 1) {
    if (text.charCodeAt(start - 1) === 0x0a) return start;
  }
  return place.lineStart ? place.at : undefined;
}
