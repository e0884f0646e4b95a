import { type Fence, looksLikeFence } from "./fences.ts";
import { clusterStart, isClusterBoundary } from "./graphemes.ts";
import { isGap, isWhite, nextInk } from "./white-space.ts";

/** Part of one line in which a cut is looked for, both ends included, from `highest` down. */
export interface Stretch {
  lowest: number;
  highest: number;
  /** A place known to be the start of a grapheme cluster, at or before `lowest`. */
  floor: number;
  fence: Fence | undefined;
}

/** Ends of sentences that need white space after them, as in English and Vietnamese. */
const ENDS = new Set([".", "!", "?", "…"]);
/** Ends of sentences that need none, as in Chinese and Japanese. */
const WIDE_ENDS = new Set(["。", "\uff01", "\uff1f", "\uff61"]);
/** Quotes and brackets that may stand between a sentence's end and the space after it. */
const CLOSERS = new Set(['"', "'", ")", "]", "”", "’", "»", "*", "_", "」", "』", "\uff09", "】", "》"]);
/** More closers in a row than this is not prose. */
const CLOSERS_MOST = 4;

/** The last place in `stretch` after the end of a sentence. */
export function lastSentenceEnd(text: string, stretch: Stretch): number | undefined {
  for (let at = stretch.highest; at >= stretch.lowest; at -= 1) {
    const ends = isGap(text.charCodeAt(at)) ? endsWith(text, at, ENDS) : isWideEnd(text, at);
    if (ends && isAcceptable(text, at, stretch)) return at;
  }
  return undefined;
}

/** The last place in `stretch` between two words: before the white space, or after it inside a fence. */
export function lastWordEnd(text: string, stretch: Stretch): number | undefined {
  return stretch.fence?.wrap === undefined ? lastGap(text, stretch) : lastCodeGap(text, stretch);
}

/** The last place in `stretch` between two grapheme clusters. With `anywhere`, even where a fence would begin. */
export function lastClusterEnd(text: string, stretch: Stretch, anywhere = false): number | undefined {
  let at = clusterStart(text, stretch.highest, stretch.floor);
  while (at >= stretch.lowest) {
    // A cut before white space was the word search's to find, and it refused; asking again costs a run each.
    if (anywhere || !(isWhite(text.charCodeAt(at)) || beginsFence(text, at, stretch))) return at;
    at = clusterStart(text, at - 1, stretch.floor);
  }
  return undefined;
}

function lastGap(text: string, stretch: Stretch): number | undefined {
  let at = stretch.highest;
  while (at >= stretch.lowest) {
    if (!isGap(text.charCodeAt(at))) {
      at -= 1;
      continue;
    }
    // One look per run of white space, however long it is.
    while (at > stretch.floor && isWhite(text.charCodeAt(at - 1))) at -= 1;
    if (at >= stretch.lowest && isAcceptable(text, at, stretch)) return at;
    at -= 1;
  }
  return undefined;
}

/** In code the white space is kept, at the end of the line that was cut. */
function lastCodeGap(text: string, stretch: Stretch): number | undefined {
  for (let at = stretch.highest; at >= stretch.lowest; at -= 1) {
    const gap = isWhite(text.charCodeAt(at - 1)) || (at === stretch.highest && isWhite(text.charCodeAt(at)));
    if (gap && isAcceptable(text, at, stretch)) return at;
  }
  return undefined;
}

function isAcceptable(text: string, at: number, stretch: Stretch): boolean {
  return isClusterBoundary(text, at, stretch.floor) && !beginsFence(text, at, stretch);
}

/** True when the next piece would begin with what looks like a fence line and is none. */
function beginsFence(text: string, at: number, { fence }: Stretch): boolean {
  const from = fence?.wrap === undefined ? nextInk(text, at) : at;
  return looksLikeFence(text, from, fence?.mark);
}

function endsWith(text: string, at: number, ends: ReadonlySet<string>): boolean {
  let last = at - 1;
  while (last > at - 1 - CLOSERS_MOST && CLOSERS.has(text.charAt(last))) last -= 1;
  return ends.has(text.charAt(last));
}

function isWideEnd(text: string, at: number): boolean {
  if (text.charCodeAt(at - 1) < 0x3000) return false;
  const next = text.charAt(at);
  return !CLOSERS.has(next) && !WIDE_ENDS.has(next) && endsWith(text, at, WIDE_ENDS);
}
