import { characterAt, characterBefore, kindOf } from "channel-kit/text/emphasis";

export interface LineMarks {
  /** Where the line's own list or quote marker ends; 0 without one. */
  from: number;
  isCode(at: number): boolean;
  /** Whether some of the line is to be marked up like that. */
  has(style: "bold" | "italic" | "strike"): boolean;
}

interface Stretch {
  start: number;
  end: number;
}

/** Runs of marks, a backslash before something it would escape, and Zalo's tags such as `{red}`. */
const MARKS = /\*+|_+|~~+|\\(?=[!-/:-@[-`{-~])|\{\/?(?:red|orange|yellow|green|big|small|underline)\}/gi;
/** A first word that makes a heading, a list or a quote of its line. */
const LINE_MARK = /^\s*(#{1,6}(?=\s)|[-+*](?=\s)|>)/;

/**
 * The words of a line whose own marks Zalo might take for markup, in order. A mark that has no other of its kind
 * in the line is left alone, since it has nothing to pair with; so are those inside a web or e-mail address,
 * which must stay one, and an underscore between letters.
 */
export function riskyWords(text: string, line: LineMarks): Stretch[] {
  const addresses = addressesIn(text);
  const kinds = new Map<string, number>();
  const found: { at: number; kind: string }[] = [];
  for (const { 0: mark, index } of text.matchAll(MARKS)) {
    if (index < line.from || line.isCode(index)) continue;
    const kind = mark.charAt(0);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (isInside(addresses, index) || isBetweenLetters(text, index, mark)) continue;
    found.push({ at: index, kind });
  }
  const used: Record<string, boolean> = {
    "*": line.has("bold") || line.has("italic"),
    "~": line.has("strike"),
    "\\": true,
    "{": true,
  };
  const risky = found.filter(({ kind }) => used[kind] === true || (kinds.get(kind) ?? 0) > 1);
  const starts = risky.map(({ at }) => at);
  const first = line.from === 0 ? LINE_MARK.exec(text) : null;
  if (first !== null && !line.isCode(first[0].length - 1)) starts.unshift(first[0].length - 1);
  return wordsAround(text, starts);
}

/** The words that hold the given places, which are in order; each once. */
function wordsAround(text: string, places: readonly number[]): Stretch[] {
  const words: Stretch[] = [];
  for (const at of places) {
    const last = words.at(-1);
    if (last !== undefined && at < last.end) continue;
    let start = at;
    let end = at + 1;
    while (start > 0 && text.charAt(start - 1).trim() !== "") start -= 1;
    while (end < text.length && text.charAt(end).trim() !== "") end += 1;
    words.push({ start, end });
  }
  return words;
}

function addressesIn(text: string): Stretch[] {
  const found: Stretch[] = [];
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    const web = word.search(/https?:\/\/|www\./i);
    if (web !== -1) {
      found.push({ start: index + web, end: index + word.length });
    } else if (/^[^@]+@[^@]+\.[^@]+$/.test(word)) found.push({ start: index, end: index + word.length });
  }
  return found;
}

const isInside = (stretches: readonly Stretch[], at: number): boolean =>
  stretches.some(({ start, end }) => start <= at && at < end);

function isBetweenLetters(text: string, at: number, mark: string): boolean {
  return (
    mark.startsWith("_") &&
    kindOf(characterBefore(text, at)) === "word" &&
    kindOf(characterAt(text, at + mark.length)) === "word"
  );
}
