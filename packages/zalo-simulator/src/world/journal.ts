import type { WebhookOutcome } from "../bot-api/webhook-outcome.ts";
import { BoundedList } from "./bounded.ts";
import type { PersonalHappening } from "./personal-happening.ts";
import { until } from "./until.ts";

/** How many of the latest entries a journal keeps at least. */
export const JOURNAL_ENTRIES_KEPT = 100_000;

/** Why an open `getUpdates` ended. `refused` ones were never open. */
export type PollClosedWhy =
  | "update"
  | "idle"
  | "aborted-by-client"
  | "refused"
  | "stolen"
  | "webhook-set"
  | "token-revoked"
  | "simulator-closed";

/** Why a message of a person never becomes available to the bot. */
export type DroppedWhy = "no-open-poll" | "queue-full" | "foreign-webhook" | "webhook-failed" | "beyond-plan";

/**
 * How the fetching of a photo or voice ended. `refused`: another status than 200; `outside`: it is not on this
 * machine, so nobody was asked.
 */
export type FetchOutcome =
  | "ok"
  | "unreachable"
  | "refused"
  | "too-large"
  | "no-image"
  | "no-voice"
  | "outside";

/** How a call was answered. `status` is null when no HTTP answer left (hang, reset, client gone). */
export interface CallOutcome {
  status: number | null;
  ok: boolean;
  errorCode?: number;
  description?: string;
}

/** What can happen between people and bots. */
export type Happening =
  | {
      /** A person wrote. `toBots` are the ids of the bots the platform lets have it (in groups: maybe none). */
      kind: "person-message";
      botId: string;
      chatId: string;
      personId: string;
      messageId: string;
      content: string;
      text: string;
      toBots: readonly string[];
    }
  | { kind: "redelivered"; botId: string; chatId: string; messageId: string }
  | {
      /** An update was given to an open poll; `time` counts how often this message was, from 1. */
      kind: "handed-over";
      botId: string;
      chatId: string;
      messageId: string;
      pollId: number;
      time: number;
    }
  /** A handed-over update whose answer certainly did not leave whole. */
  | { kind: "lost"; botId: string; chatId: string; messageId: string; pollId: number }
  | { kind: "dropped"; botId: string; chatId: string; messageId: string; why: DroppedWhy }
  | {
      /**
       * A call was answered (or spoilt). `accepted` says whether it was carried out; `faulted` which fault hit
       * it. Params never hold the token or a webhook secret.
       */
      kind: "api-call";
      botId?: string;
      chatId?: string;
      method: string;
      params: Readonly<Record<string, unknown>>;
      outcome: CallOutcome;
      accepted: boolean;
      faulted?: string;
    }
  | {
      /** An accepted send. `shown` is false when Zalo answers ok but nobody sees it (voice in a group). */
      kind: "bot-message";
      botId: string;
      chatId: string;
      messageId: string;
      content: "text" | "photo" | "sticker" | "voice";
      text: string;
      parseMode?: string;
      shown: boolean;
    }
  | { kind: "typing"; botId: string; chatId: string }
  | { kind: "poll-opened"; botId: string; pollId: number; timeoutMs: number }
  | { kind: "poll-closed"; botId: string; pollId: number; why: PollClosedWhy }
  | { kind: "webhook-set"; botId: string; url: string }
  | { kind: "webhook-deleted"; botId: string }
  /** A webhook was tried without an update. `status` is null when it did not answer. */
  | { kind: "webhook-probed"; botId: string; status: number | null; ms: number; outcome: WebhookOutcome }
  | {
      /**
       * One POST of an update to a webhook, when it was over. `time` counts the deliveries of this message and
       * `attempt` the tries of one delivery, both from 1; `status` is null when there was no answer.
       */
      kind: "webhook-pushed";
      botId: string;
      chatId: string;
      messageId: string;
      time: number;
      attempt: number;
      status: number | null;
      ms: number;
      outcome: WebhookOutcome;
    }
  | {
      /** One GET of what a bot sent by its URL. A phone that does not get a photo shows a black box. */
      kind: "photo-fetched" | "voice-fetched";
      botId: string;
      chatId: string;
      by: "server" | "phone";
      url: string;
      status: number | null;
      ms: number;
      bytes: number;
      outcome: FetchOutcome;
    }
  | PersonalHappening;

/** One line of the journal: `seq` counts from 1 without gaps, `at` is in milliseconds since the epoch. */
export type JournalEntry = Happening & { readonly seq: number; readonly at: number };

export interface WaitOptions {
  timeoutMs: number;
  /** Only entries with this `seq` or later count. Default: everything still remembered. */
  from?: number;
}

/** Everything that happened, in order. Append-only; nothing in it holds a token or a secret. */
export class Journal {
  readonly #entries: BoundedList<JournalEntry>;
  readonly #listeners = new Set<(entry: JournalEntry) => void>();
  readonly #closed: AbortSignal;
  #lastSeq = 0;

  constructor(closed: AbortSignal, keep: number = JOURNAL_ENTRIES_KEPT) {
    this.#closed = closed;
    this.#entries = new BoundedList(keep);
  }

  /** What is still remembered, oldest first: a live view. */
  get entries(): readonly JournalEntry[] {
    return this.#entries.items;
  }

  /** The `seq` that the next entry will get: take it before acting, give it to `waitFor` as `from`. */
  get nextSeq(): number {
    return this.#lastSeq + 1;
  }

  add(happening: Happening): void {
    this.#lastSeq += 1;
    const entry: JournalEntry = { ...happening, seq: this.#lastSeq, at: Date.now() };
    this.#entries.push(entry);
    for (const listener of [...this.#listeners]) listener(entry);
  }

  /** Calls the listener, synchronously, with every entry from now on. It must not throw. */
  subscribe(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The entries from `seq` on that are still remembered. */
  since(seq: number): readonly JournalEntry[] {
    const first = this.entries[0]?.seq ?? 1;
    return this.entries.slice(Math.max(0, seq - first));
  }

  /** The first entry, past or to come, that the predicate holds for; rejects with the journal's tail. */
  waitFor<T extends JournalEntry>(
    predicate: (entry: JournalEntry) => entry is T,
    options: WaitOptions,
  ): Promise<T>;
  waitFor(predicate: (entry: JournalEntry) => boolean, options: WaitOptions): Promise<JournalEntry>;
  waitFor(predicate: (entry: JournalEntry) => boolean, options: WaitOptions): Promise<JournalEntry> {
    let unread = options.from ?? 0;
    return until<JournalEntry>({
      check: () => {
        for (const entry of this.since(unread)) {
          unread = entry.seq + 1;
          if (predicate(entry)) return entry;
        }
        return undefined;
      },
      subscribe: (listener) => this.subscribe(listener),
      timeoutMs: options.timeoutMs,
      explain: () => `Nothing in the journal matched within ${options.timeoutMs} ms.${this.#tail()}`,
      closed: this.#closed,
    });
  }

  #tail(): string {
    const shown = this.entries.slice(-TAIL_LENGTH).map((entry) => `\n  ${JSON.stringify(entry)}`);
    return shown.length === 0 ? " It is empty." : ` Its last entries:${shown.join("")}`;
  }
}

/** Lines of journal in the message of a wait that failed: enough for the last few exchanges. */
const TAIL_LENGTH = 25;
