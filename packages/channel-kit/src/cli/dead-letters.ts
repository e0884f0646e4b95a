import type { Inbox } from "../inbox/inbox.ts";
import type { IngressDeadLetter } from "../inbox/queue.ts";

/** A message that was given up, as an operator sees it. Times are ISO 8601. */
export interface DeadLetter {
  account: string;
  id: string;
  chat: string;
  receivedAt: string;
  failedAt: string;
  attempts: number;
  reason: string;
  /** What went wrong, in words; names no secret and nothing that was written. */
  detail?: string;
  /** False when what was stored is damaged, so that it cannot be handed in again. */
  canBeRetried: boolean;
  /** Who wrote it and what, only when asked for. */
  message?: { from: string; text: string };
}

/** Which dead letters a command is about: these, or all of them. */
export type Chosen = readonly string[] | "all";

/** What became of one dead letter. */
export interface Outcome {
  account: string;
  id: string;
  outcome: "retried" | "dropped" | "not-found" | "damaged";
}

/** What a platform's events are, for whoever lists those that were given up. */
export interface LetterReading {
  /** The chat, from an event's id. */
  chatOf(eventId: string): string;
  /** Who wrote an event and what; undefined for anything that is no such event. */
  messageOf(event: object): { from: string; text: string } | undefined;
}

/** The dead letters of the accounts, oldest failure first. `show` adds what people wrote. */
export async function listDeadLetters(
  inbox: Inbox,
  accountIds: readonly string[],
  reading: LetterReading,
  { show }: { show: boolean },
): Promise<DeadLetter[]> {
  const letters = await lettersIn(inbox, accountIds);
  return letters.map(({ account, letter }) => describe(account, letter, reading, show));
}

/** Hands the chosen ones in again: a running gateway takes them up within a second, another at its start. */
export async function retryDeadLetters(
  inbox: Inbox,
  accountIds: readonly string[],
  chosen: Chosen,
): Promise<Outcome[]> {
  return await settle(inbox, accountIds, chosen, async (account, id) => {
    const { kind } = await inbox.queue(account).resubmit(id);
    if (kind === "resubmitted") return "retried";
    return kind === "unrecoverable" ? "damaged" : "not-found";
  });
}

/** Throws the chosen ones away. */
export async function dropDeadLetters(
  inbox: Inbox,
  accountIds: readonly string[],
  chosen: Chosen,
): Promise<Outcome[]> {
  return await settle(inbox, accountIds, chosen, async (account, id) =>
    (await inbox.discardFailed(account, id)) ? "dropped" : "not-found",
  );
}

async function settle(
  inbox: Inbox,
  accountIds: readonly string[],
  chosen: Chosen,
  work: (account: string, id: string) => Promise<Outcome["outcome"]>,
): Promise<Outcome[]> {
  const there = (await lettersIn(inbox, accountIds)).map(({ account, letter: { id } }) => ({ account, id }));
  const wanted = chosen === "all" ? there : there.filter(({ id }) => chosen.includes(id));
  const outcomes: Outcome[] = [];
  for (const { account, id } of wanted) outcomes.push({ account, id, outcome: await work(account, id) });
  if (chosen === "all") return outcomes;
  const missing = chosen.filter((id) => !there.some((letter) => letter.id === id));
  const account = accountIds.join(" or ");
  return [...outcomes, ...missing.map((id): Outcome => ({ account, id, outcome: "not-found" }))];
}

async function lettersIn(
  inbox: Inbox,
  accountIds: readonly string[],
): Promise<{ account: string; letter: IngressDeadLetter }[]> {
  const lists = accountIds.map(async (account) =>
    (await inbox.queue<unknown>(account).listFailed({ limit: "all" })).map((letter) => ({ account, letter })),
  );
  return (await Promise.all(lists)).flat();
}

function describe(
  account: string,
  letter: IngressDeadLetter,
  reading: LetterReading,
  show: boolean,
): DeadLetter {
  const message = show ? messageIn(letter.payload, reading) : undefined;
  return {
    account,
    id: letter.id,
    chat: reading.chatOf(letter.id),
    receivedAt: new Date(letter.receivedAt).toISOString(),
    failedAt: new Date(letter.failedAt).toISOString(),
    attempts: letter.attempts,
    reason: letter.reason,
    ...(letter.message === undefined ? {} : { detail: letter.message }),
    canBeRetried: letter.payload !== undefined,
    ...(message === undefined ? {} : { message }),
  };
}

/** How deep the gateway may have wrapped what was stored. */
const MOST_WRAPPERS = 4;

/** Finds the event in what was stored: JSON text, or an object that holds such a text. */
function messageIn(payload: unknown, reading: LetterReading, depth = 0): DeadLetter["message"] {
  if (depth > MOST_WRAPPERS || payload === null) return undefined;
  if (typeof payload === "string") return messageIn(parsed(payload), reading, depth + 1);
  if (typeof payload !== "object") return undefined;
  const message = reading.messageOf(payload);
  if (message !== undefined) return message;
  for (const inner of Object.values(payload)) {
    const found = messageIn(inner, reading, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
