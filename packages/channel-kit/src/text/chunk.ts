import { afterBlankCode, type Cut, chooseCut, lastResort } from "./choose-cut.ts";
import { reopening } from "./fences.ts";
import { clusterEnd, forcedCut, isClusterBoundary } from "./graphemes.ts";
import { surveyLines } from "./line-breaks.ts";
import { afterClosing, type Place, settle, trimmedEnd } from "./places.ts";
import { nextInk } from "./white-space.ts";

/**
 * Most characters of one Zalo message. Counted in UTF-16 units, which are never fewer than code points, unless
 * Zalo is shown to count otherwise.
 */
export const TEXT_LIMIT = 2000;

/**
 * No limit may be smaller, in UTF-16 units: a space with a surrogate pair that clings to it (a skin tone) must
 * fit, or a piece could be that space alone.
 */
export const LEAST_LIMIT = 3;

export interface ChunkOptions {
  /** Most UTF-16 units a piece may have; an integer of at least {@link LEAST_LIMIT}. */
  limit?: number;
  /** Whether ``` and ~~~ blocks are closed and reopened where they are cut; on unless set to false. */
  fences?: boolean;
}

interface Taken {
  piece: string;
  /** Where the next piece begins; absent after the last. */
  next: Place | undefined;
}

/**
 * Splits `text` into messages of at most `limit` UTF-16 units. Text within the limit comes back as it is;
 * text without anything but white space is no message at all.
 *
 * A piece ends at the last paragraph, else line, else sentence, else word that leaves it at least half full,
 * outside code sooner than inside. A word that fits into a message of its own is not cut, even if the piece
 * before it stays small; else the cut is between two grapheme clusters. Only a cluster longer than the limit
 * is cut, and never between surrogates.
 *
 * Only white space is lost: around a cut and at the outer ends of a text above the limit, save the
 * indentation of the next line. Inside a code fence just the line break at the cut goes (and a stretch of
 * blank code too long for one piece).
 *
 * A fence that is cut is closed there and reopened in the next piece with its opening line; with its language
 * or its marks alone when the two added lines would else take more than half of the limit, and when even those
 * do, the block is cut like text. A cluster that does not fit between them travels without them. A closing
 * line that is left over and does not fit is replaced by the one added. No piece holds fence lines only,
 * unless the text itself has an empty block, or a cluster that big, right there.
 *
 * Takes time and memory in proportion to the text. Throws RangeError for a limit that is no integer or too small.
 */
export function chunkText(text: string, { limit = TEXT_LIMIT, fences = true }: ChunkOptions = {}): string[] {
  if (!Number.isInteger(limit) || limit < LEAST_LIMIT) {
    throw new RangeError(`The text limit must be an integer of at least ${LEAST_LIMIT}; it is ${limit}.`);
  }
  if (nextInk(text, 0) === text.length) return [];
  if (text.length <= limit) return [text];

  const pieces: string[] = [];
  let place = settle(text, { at: 0, lineStart: true, fence: undefined }, limit);
  while (place !== undefined) {
    const taken = takePiece(text, place, { limit, fences });
    if (taken.piece !== "") pieces.push(taken.piece);
    place = taken.next;
  }
  return pieces;
}

/** Where one piece of a text lies, and where the next one begins. */
export interface Span {
  start: number;
  end: number;
  /** Absent after the last piece. */
  next: Place | undefined;
}

/** Where the first piece of `text` begins; `undefined` when there is nothing but white space. */
export function firstPlace(text: string, limit: number): Place | undefined {
  return settle(text, { at: 0, lineStart: true, fence: undefined }, limit);
}

/**
 * The piece of at most `limit` UTF-16 units that begins at `place`, cut as {@link chunkText} does without
 * fences. For those who have to cut by another measure than the length and so ask piece by piece.
 */
export function takeSpan(text: string, place: Place, limit: number): Span {
  const { piece, next } = takePiece(text, place, { limit, fences: false });
  // Only white space can lie before the piece, so it is found at its first ink.
  const start = text.indexOf(piece, place.at);
  return { start, end: start + piece.length, next };
}

/** Takes the piece that begins at `place`, which is settled. An empty piece means: go on from `next`. */
function takePiece(text: string, place: Place, options: Required<ChunkOptions>): Taken {
  const prefix = reopening(place.fence);
  const bound = place.at + options.limit - prefix.length;
  if (text.length <= bound) return { piece: prefix + text.slice(place.at), next: undefined };

  const survey = surveyLines(text, place, bound, options);
  const cut = chooseCut(text, place, bound, survey, options.limit);
  if (cut !== undefined) return finish(text, place, cut, options.limit);

  const later = afterBlankCode(text, place, survey, options.limit);
  if (later !== undefined) return { piece: "", next: later };
  const last = lastResort(text, place, survey, options.limit);
  return last === undefined
    ? takeCluster(text, place, options.limit)
    : finish(text, place, last, options.limit);
}

/** The piece from `place` to `cut`, with the fence lines that it needs. */
function finish(text: string, place: Place, { end, next }: Cut, limit: number): Taken {
  const prefix = reopening(place.fence);
  const wrap = next.fence?.wrap;
  if (wrap === undefined) {
    const piece = prefix + text.slice(place.at, trimmedEnd(text, end, place.at));
    return { piece, next: settle(text, next, limit) };
  }
  const body = prefix + text.slice(place.at, end);
  if (nextInk(text, next.at) === text.length) return { piece: body, next: undefined };
  const closed = `${body}\n${wrap.closing}`;
  const after = afterClosing(text, next);
  if (after === undefined) return { piece: closed, next: settle(text, next, limit) };
  // Only the closing line is left of this block: it belongs here, and ours stands for it when it does not fit.
  const whole = prefix.length + after.at - place.at <= limit;
  return {
    piece: whole ? prefix + text.slice(place.at, after.at) : closed,
    next: settle(text, after, limit),
  };
}

/** A piece of one grapheme cluster without fence lines, or as much of it as the limit allows. */
function takeCluster(text: string, place: Place, limit: number): Taken {
  const ink = nextInk(text, place.at);
  const start = isClusterBoundary(text, ink, place.at) ? ink : ink - 1;
  const end = clusterEnd(text, start, limit) ?? forcedCut(text, start, limit);
  const next = { at: end, lineStart: false, fence: place.fence };
  // A reopened fence is closed already, so its closing line has nothing left to close.
  const after = place.fence?.wrap === undefined ? undefined : afterClosing(text, next);
  return { piece: text.slice(start, end), next: settle(text, after ?? next, limit) };
}
