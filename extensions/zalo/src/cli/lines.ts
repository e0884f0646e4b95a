import type { DeadLetter, Outcome } from "./dead-letters.ts";
import type { RegisteredWebhook } from "./webhook.ts";

/** Dead letters for a terminal, three lines or so each. */
export function deadLetterLines(letters: readonly DeadLetter[]): string[] {
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
    "Once the cause is mended: openclaw zalo dead-letters retry <id>, or --all. To throw away: drop.",
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

export function webhookLine({ account, address, own }: RegisteredWebhook, verb: "show" | "remove"): string {
  const subject = `Zalo account "${account}":`;
  if (address === null) return `${subject} no webhook is registered.`;
  if (verb === "remove") {
    return `${subject} the webhook ${address} was removed. Long polling takes up within a minute.`;
  }
  return own
    ? `${subject} Zalo sends messages to ${address}, as the settings say.`
    : `${subject} Zalo sends messages to ${address}, which is not in the account's settings. If nobody needs it: openclaw zalo webhook remove --account ${account}`;
}

/** Control characters could play tricks on a terminal. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, " ").trim();
