import { closingCost, type Fence, reopening } from "./fences.ts";
import { clusterEnd } from "./graphemes.ts";
import { fenceAfter, type LineBreak, type Survey } from "./line-breaks.ts";
import { lastClusterEnd, lastSentenceEnd, lastWordEnd, type Stretch } from "./line-cuts.ts";
import { afterClosing, lineAt, type Place, settle } from "./places.ts";
import { isWhite, nextInk } from "./white-space.ts";

/** Where a piece ends, and where the next one begins. */
export interface Cut {
  end: number;
  next: Place;
}

/** A break before this share of a piece is not worth the small message it would leave. */
const LEAST_FILL = 1 / 2;

/**
 * The best cut of a piece that begins at `place` and may reach to `bound`; `undefined` when every cut would
 * go through a grapheme cluster, leave a piece of fence lines only, or make a fence where there is none.
 */
export function chooseCut(
  text: string,
  place: Place,
  bound: number,
  survey: Survey,
  limit: number,
): Cut | undefined {
  const least = place.at + Math.ceil((bound - place.at) * LEAST_FILL);
  for (const found of [survey.paragraph, survey.line, survey.codeParagraph, survey.codeLine]) {
    if (found !== undefined && found.end >= least) return atLineBreak(found);
  }
  const earlier = survey.last === undefined ? undefined : atLineBreak(survey.last);
  const { tail } = survey;
  const ink = nextInk(text, tail.start, Math.max(tail.start, tail.highest));
  if (tail.fenceLine || ink >= tail.highest) return earlier;

  const { fence, highest } = tail;
  const whole: Stretch = { lowest: ink + 1, highest, floor: tail.start, fence };
  const full: Stretch = { ...whole, lowest: Math.max(ink + 1, least) };
  const cutAt = (at: number | undefined) => (at === undefined ? undefined : inLine(at, fence));

  const near =
    (fence === undefined ? cutAt(lastSentenceEnd(text, full)) : undefined) ?? cutAt(lastWordEnd(text, full));
  if (near !== undefined) return near;
  const small = cutAt(lastWordEnd(text, whole)) ?? earlier;
  if (small !== undefined && wordFits(text, small, highest, limit)) return small;
  return cutAt(lastClusterEnd(text, whole)) ?? earlier;
}

/**
 * When a piece would hold an opening line and blank code only, nothing is sent yet: this is where the next
 * piece begins instead, with the first code, and its reopened fence has the same line.
 */
export function afterBlankCode(
  text: string,
  place: Place,
  { tail }: Survey,
  limit: number,
): Place | undefined {
  const { fence } = tail;
  if (place.fence !== undefined || fence?.wrap?.whole !== true) return undefined;
  const code = { at: text.indexOf("\n", place.at) + 1, lineStart: true, fence };
  if (nextInk(text, code.at) < tail.highest || afterClosing(text, code) !== undefined) return undefined;
  const later = settle(text, code, limit);
  if (later === undefined) return undefined;
  // A first cluster that has to travel without fence lines would leave the opening line to nobody.
  const ink = nextInk(text, later.at);
  const room = limit - reopening(fence).length - closingCost(fence) - (ink - later.at);
  return clusterEnd(text, ink, room) === undefined ? undefined : later;
}

/** The last cut between two grapheme clusters, whatever it does to fences; `undefined` when there is none. */
export function lastResort(text: string, place: Place, { tail }: Survey, limit: number): Cut | undefined {
  const highest = Math.max(tail.start, tail.highest);
  const stretch = { lowest: place.at + 1, highest, floor: place.at, fence: tail.fence };
  const at = lastClusterEnd(text, stretch, true);
  if (at === undefined || nextInk(text, place.at, at) === at) return undefined;
  if (at <= tail.start) {
    // The first cluster of the code has no room after its opening line.
    return { end: at, next: { at, lineStart: true, fence: unwrapped(tail.fence) } };
  }
  if (!tail.fenceLine) return inLine(at, tail.fence);
  const after = fenceAfter(lineAt(text, tail.start), tail.fence, limit);
  return inLine(at, after === tail.fence ? after : unwrapped(after));
}

function atLineBreak({ end, next, fence }: LineBreak): Cut {
  if (fence?.wrap === undefined) return { end, next: { at: end, lineStart: false, fence } };
  return { end, next: { at: next, lineStart: true, fence } };
}

function inLine(at: number, fence: Fence | undefined): Cut {
  return { end: at, next: { at, lineStart: false, fence } };
}

/** The fence as one that is cut like text. */
function unwrapped(fence: Fence | undefined): Fence | undefined {
  return fence === undefined ? undefined : { ...fence, wrap: undefined };
}

/** True when the word that runs over the end of the piece fits into the next one, if that begins at the cut. */
function wordFits(text: string, { next }: Cut, highest: number, limit: number): boolean {
  const room = limit - reopening(next.fence).length - closingCost(next.fence);
  const most = Math.min(text.length, nextInk(text, next.at, highest) + room);
  let at = highest;
  while (at < most && !isWhite(text.charCodeAt(at))) at += 1;
  return at === text.length || isWhite(text.charCodeAt(at));
}
