import type { Hold, HoldCause } from "./held-back.ts";

/** Chats remembered at most; of more, nothing is said. */
const MOST_CHATS = 2_000;
/** Whoever holds on to a refused message tries again sooner than this, in milliseconds. */
const FORGOTTEN_AFTER_MS = 60 * 60 * 1_000;

/** Messages that are held back for one cause. Times are in epoch milliseconds. */
export interface HeldBackFact {
  cause: Exclude<HoldCause, "pace">;
  /** Chats in which something waits for it. */
  chats: number;
  /** When the first of them may go on. */
  until: number;
}

interface Held {
  hold: Hold;
  at: number;
}

/** Remembers which chats wait, and for what, also while whoever sends waits elsewhere and comes again. */
export class HeldLog {
  readonly #held = new Map<string, Held>();

  /** True when the chat was not known to wait for this. Waiting for the account's own pace is nothing to tell. */
  note(chatKey: string, hold: Hold, now: number): boolean {
    if (hold.cause === "pace") return false;
    const before = this.#held.get(chatKey);
    this.#held.delete(chatKey);
    this.#held.set(chatKey, { hold, at: now });
    const [oldest] = this.#held.keys();
    if (this.#held.size > MOST_CHATS && oldest !== undefined) this.#held.delete(oldest);
    return before?.hold.cause !== hold.cause;
  }

  /** Something of the chat went out, or nobody wants it sent any more. */
  clear(chatKey: string): void {
    this.#held.delete(chatKey);
  }

  facts(now: number): HeldBackFact[] {
    const facts = new Map<HoldCause, HeldBackFact>();
    for (const [chatKey, { hold, at }] of this.#held) {
      const { cause, until } = hold;
      if (now - at > FORGOTTEN_AFTER_MS && now > until) this.#held.delete(chatKey);
      else if (cause !== "pace") {
        const known = facts.get(cause);
        const earliest = Math.min(known?.until ?? until, until);
        facts.set(cause, { cause, chats: (known?.chats ?? 0) + 1, until: earliest });
      }
    }
    return [...facts.values()];
  }
}
