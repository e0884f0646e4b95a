const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Code points whose place in a cluster depends on what comes before them: marks and joiners, skin tones,
 * and the halves of flags, which pair up by counting.
 */
const DEPENDENT = /[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d]/u;

const FLAG = /^\p{Regional_Indicator}{2}$/u;

const CR = 0x0d;
const LF = 0x0a;

/**
 * Start of the grapheme cluster that holds the unit at `at`; `at` itself when nothing is cut there. `floor`
 * must be the start of a cluster, and is the lowest answer.
 *
 * It looks back only as far as the nearest code point that needs no context, and on from there when that one
 * is joined to its predecessor too. That is one step in ordinary text; only a row of flags, a pile of marks or
 * a chain of joined emoji makes it longer, and `floor` bounds it.
 */
export function clusterStart(text: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && start < text.length) {
    const before = text.charCodeAt(start - 1);
    const after = text.charCodeAt(start);
    if (isPlain(before) && isPlain(after)) return before === CR && after === LF ? start - 1 : start;

    const from = contextStart(text, start, floor);
    // Whether a cluster ends before `start` depends on nothing after the code point there: two units at most.
    const found = segmenter.segment(text.slice(from, start + 2)).containing(start - from)?.index ?? 0;
    if (found > 0) return from + found;
    start = from;
  }
  return start;
}

/** True when a cut at `at` goes through no grapheme cluster. */
export function isClusterBoundary(text: string, at: number, floor: number): boolean {
  return clusterStart(text, at, floor) === at;
}

/** End of the first cluster at or after `at`; `undefined` when that cluster has more than `most` units. */
export function clusterEnd(text: string, at: number, most: number): number | undefined {
  const length = segmenter.segment(text.slice(at, at + most + 2)).containing(0)?.segment.length ?? 0;
  return length > most ? undefined : at + length;
}

/**
 * Where to cut a cluster that begins at `start` and has more than `most` units: never in a surrogate pair, and
 * not in a flag, because a lone half would pair up with the flags that follow.
 */
export function forcedCut(text: string, start: number, most: number): number {
  const cut = start + most - (splitsSurrogatePair(text, start + most) ? 1 : 0);
  return cut - 2 > start && FLAG.test(text.slice(cut - 2, cut + 2)) ? cut - 2 : cut;
}

/** True when a cut at `at` would separate the two halves of one code point. */
function splitsSurrogatePair(text: string, at: number): boolean {
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}

function contextStart(text: string, at: number, floor: number): number {
  let from = splitsSurrogatePair(text, at) ? at - 1 : at;
  while (from > floor) {
    from -= from - 1 > floor && splitsSurrogatePair(text, from - 1) ? 2 : 1;
    if (!DEPENDENT.test(String.fromCodePoint(text.codePointAt(from) ?? 0))) break;
  }
  return from;
}

/**
 * Units between any two of which a cluster ends, CR LF apart: everything below the combining marks, the
 * composed Vietnamese letters, and Han.
 */
function isPlain(unit: number): boolean {
  return unit < 0x300 || (unit >= 0x1e00 && unit <= 0x1eff) || (unit >= 0x4e00 && unit <= 0x9fff);
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
