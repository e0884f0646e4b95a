const SIGN = "@";
const WORD = /^[\p{Letter}\p{Number}_]/u;
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** One letter as people see it: where it stands in the text, and the form in which it is compared. */
interface Letter {
  start: number;
  end: number;
  folded: string;
}

/**
 * The text without the mentions of the bot, for platforms that leave `@Name` standing in it. A mention counts
 * in any case and in composed or decomposed letters, anywhere in the text, but only whole: `@Bot Shop2` is
 * somebody else. Everything else stays as it was written; a mention takes one space with it, and at the
 * beginning also the comma or colon behind it.
 *
 * A text that is nothing but mentions comes back empty.
 */
export function withoutOwnMention(text: string, names: readonly string[]): string {
  if (!text.includes(SIGN)) return text;
  const found = mentionsIn(lettersOf(text), names);
  if (found.length === 0) return text;
  return found.reduceRight((rest, { start, end }) => withoutMention(rest, start, end), text).trim();
}

/** Where the mentions stand, in order; none overlaps another. */
function mentionsIn(letters: readonly Letter[], names: readonly string[]): { start: number; end: number }[] {
  const wanted = names
    .map((name) => lettersOf(name.trim()).map(({ folded }) => folded))
    .filter((name) => name.length > 0)
    // Where one name begins another, the longer one is meant.
    .sort((left, right) => right.length - left.length);
  const found: { start: number; end: number }[] = [];
  let free = 0;
  for (const [at, { start, folded }] of letters.entries()) {
    if (at < free || folded !== SIGN || isWord(letters[at - 1])) continue;
    const name = wanted.find((candidate) => standsAt(letters, at + 1, candidate));
    const last = name === undefined ? undefined : letters[at + name.length];
    if (name === undefined || last === undefined) continue;
    found.push({ start, end: last.end });
    free = at + 1 + name.length;
  }
  return found;
}

function standsAt(letters: readonly Letter[], at: number, name: readonly string[]): boolean {
  return (
    name.every((letter, index) => letters[at + index]?.folded === letter) &&
    !isWord(letters[at + name.length])
  );
}

const isWord = (letter: Letter | undefined): boolean => letter !== undefined && WORD.test(letter.folded);

function lettersOf(text: string): Letter[] {
  return [...GRAPHEMES.segment(text)].map(({ segment, index }) => ({
    start: index,
    end: index + segment.length,
    folded: /^\s+$/.test(segment) ? " " : segment.normalize("NFC").toLowerCase(),
  }));
}

/** The text without the mention from `start` to `end`; with it goes a space, and what set it apart at the beginning. */
export function withoutMention(text: string, start: number, end: number): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (before.trim() === "") return after.replace(/^[,:;](?=\s|$)/, "").trimStart();
  if (/\s$/.test(before) && after.startsWith(" ")) return before + after.slice(1);
  if (before.endsWith(" ") && /^[,.;:!?…]/.test(after)) return before.slice(0, -1) + after;
  return before + after;
}
