import type { Ledger } from "../inbox/ledger.ts";

const PREFIX = "history:";
/** Groups whose skipped messages are kept; those that were silent for longest are forgotten. */
const GROUPS_AT_MOST = 500;
const KEEP_MS = 30 * 24 * 60 * 60 * 1_000;
/** As much of one message as the gateway shows of any text beside the message itself, in UTF-16 units. */
const LONGEST_TEXT = 2_000;

/** How many messages the gateway shows an agent at most, whatever is configured. */
export const HISTORY_LIMIT_MAX = 200;

/** What stands in place of a message that its writer has taken back. */
const RECALLED = "[message taken back by its writer]";

/** A group message that the agent was not asked about. */
export interface SkippedMessage {
  eventId: string;
  messageId: string;
  /** Who wrote it, told apart from people of the same name. */
  sender: string;
  /** What was written; attachments stand in it as placeholders. */
  text: string;
  /** In milliseconds since the Unix epoch. */
  sentAt: number;
}

interface Entry extends SkippedMessage {
  /** The event that it was last shown to the agent with, and whose answer is not settled. */
  takenBy?: string;
}

/**
 * The messages of each group that were skipped for want of a mention, as context for the next one that is
 * answered. On durable storage, one account per book.
 *
 * A message is taken with the event that is about to be answered and forgotten when that is settled. Until
 * then it is still there: a process that dies in between finds it again for the same event, or for the next.
 */
export class PendingHistory {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Keeps a skipped message that says something; the newest `limit` stay. The same event is kept once. */
  async add(chatId: string, message: SkippedMessage, limit: number): Promise<void> {
    const most = bounded(limit);
    if (most === 0 || message.text === "") return;
    let isNewGroup = false;
    await this.#ledger.update(PREFIX + chatId, (current) => {
      const entries = entriesOf(current);
      isNewGroup = current === undefined;
      if (entries.some(({ eventId }) => eventId === message.eventId)) return entries;
      return [...entries, { ...message, text: cut(message.text) }].slice(-most);
    });
    if (isNewGroup) await this.prune();
  }

  /**
   * What was skipped in a group since its last answer, oldest first, at most `limit`. It is now this event's:
   * `settle` forgets it, and until then the next event that asks takes it over.
   */
  async take(chatId: string, eventId: string, limit: number): Promise<readonly SkippedMessage[]> {
    const most = bounded(limit);
    if (most === 0 || (await this.#ledger.get(PREFIX + chatId)) === undefined) return [];
    const taken = await this.#ledger.update(PREFIX + chatId, (current) =>
      current === undefined ? undefined : entriesOf(current).map((entry) => ({ ...entry, takenBy: eventId })),
    );
    return (taken ?? []).slice(-most).map(({ takenBy: _, ...message }) => message);
  }

  /** The event has been answered: what it took is forgotten. Doing so twice is harmless. */
  async settle(chatId: string, eventId: string): Promise<void> {
    const entry = await this.#ledger.get(PREFIX + chatId);
    if (!entriesOf(entry?.value).some(({ takenBy }) => takenBy === eventId)) return;
    await this.#ledger.update(PREFIX + chatId, (current) => {
      const left = entriesOf(current).filter(({ takenBy }) => takenBy !== eventId);
      return left.length === 0 ? undefined : left;
    });
  }

  /** Somebody has taken a message back: of what it said, only that stays. */
  async recall(chatId: string, eventId: string): Promise<void> {
    const entry = await this.#ledger.get(PREFIX + chatId);
    if (!entriesOf(entry?.value).some((kept) => kept.eventId === eventId)) return;
    await this.#ledger.update(PREFIX + chatId, (current) =>
      current === undefined
        ? undefined
        : entriesOf(current).map((kept) => (kept.eventId === eventId ? { ...kept, text: RECALLED } : kept)),
    );
  }

  /** Forgets groups that were silent for a month, and the oldest of too many. */
  async prune(): Promise<void> {
    await this.#ledger.prune({ prefix: PREFIX, olderThanMs: KEEP_MS, maxEntries: GROUPS_AT_MOST });
  }
}

const entriesOf = (value: unknown): readonly Entry[] => (value ?? []) as readonly Entry[];
const bounded = (limit: number): number => Math.min(Math.max(0, Math.floor(limit)), HISTORY_LIMIT_MAX);
const cut = (text: string): string =>
  text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1).replace(/[\ud800-\udbff]$/, "")}…`;
