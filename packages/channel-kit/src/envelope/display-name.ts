/** The longest name that is passed on, in UTF-16 units. */
const LONGEST_NAME = 64;

/** What joins the parts of one emoji; the other invisible characters only hide or reorder what stands beside them. */
const JOINER = "\u200d";

/**
 * A name that its bearer chose, made safe to stand in a line of text, a log or a table: one line, nothing
 * invisible, not endless. Undefined when nothing is left. Letters stay in the form they came in.
 */
export function displayName(raw: string): string | undefined {
  const visible = raw
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Cf}/gu, (character) => (character === JOINER ? character : ""))
    .replace(/\s+/g, " ")
    .trim();
  if (visible.length <= LONGEST_NAME) return visible === "" ? undefined : visible;
  return `${visible.slice(0, LONGEST_NAME - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
