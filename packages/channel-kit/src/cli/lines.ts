import type { DeadLetter, Outcome } from "./dead-letters.ts";

/** Dead letters for a terminal, three lines or so each. `command` is the first word of the channel's commands. */
export function deadLetterLines(letters: readonly DeadLetter[], command: string): string[] {
  if (letters.length === 0) return ["No dead letters: every message was answered or still waits."];
  return [
    ...letters.flatMap((letter) => [
      `${letter.id}`,
      `  account ${letter.account}, chat ${letter.chat}, received ${letter.receivedAt}, given up ${letter.failedAt}`,
      `  ${letter.reason}${letter.detail === undefined ? "" : `: ${letter.detail}`}`,
      ...(letter.message === undefined ? [] : [`  ${letter.message.from}: ${oneLine(letter.message.text)}`]),
      ...(letter.canBeRetried ? [] : ["  What was stored is damaged; it can only be dropped."]),
    ]),
    "",
    `Once the cause is mended: openclaw ${command} dead-letters retry <id>, or --all. To throw away: drop.`,
  ];
}

const SAYS: Readonly<Record<Outcome["outcome"], string>> = {
  retried: "waits to be answered again",
  dropped: "was dropped",
  "not-found": "is no dead letter",
  damaged: "is damaged and can only be dropped",
};

export function outcomeLines(outcomes: readonly Outcome[]): string[] {
  if (outcomes.length === 0) return ["There are no dead letters."];
  return outcomes.map(({ account, id, outcome }) => `${id} (account ${account}) ${SAYS[outcome]}.`);
}

/** Control characters could play tricks on a terminal. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, " ").trim();
