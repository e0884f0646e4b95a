/** Nobody begins to type at once, in milliseconds. */
const LEAST_MS = 600;
const PER_CHARACTER_MS = 12;
/** Nobody waits longer than this for a text, however long it is. */
export const MOST_TYPING_MS = 4_000;
/** The gap is spread over this part of itself to either side. */
const SPREAD = 0.3;
/** The shortest and the longest pause between two messages of one account, whatever their length. */
const BETWEEN_MS = { least: 400, most: 1_200 };

/**
 * How long a chat waits for a message of so many characters, in milliseconds: some of the time in which a person
 * would type it, never twice the same. `random` answers numbers in [0, 1).
 */
export function typingGapMs(length: number, random: () => number): number {
  const full = Math.min(MOST_TYPING_MS, LEAST_MS + PER_CHARACTER_MS * Math.max(0, length));
  return Math.round(Math.min(MOST_TYPING_MS, full * (1 - SPREAD + 2 * SPREAD * random())));
}

/** How long an account waits after one message before it sends the next, to whomever it goes. */
export function betweenMs(random: () => number): number {
  return Math.round(BETWEEN_MS.least + (BETWEEN_MS.most - BETWEEN_MS.least) * random());
}
