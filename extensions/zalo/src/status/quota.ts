import { type Clock, systemClock } from "channel-kit/time/clock";
import type { CallResult } from "../bot-api/failures.ts";

/** Zalo refuses to send for an account; times are in milliseconds since the Unix epoch. */
export interface QuotaSeen {
  since: number;
  lastSeenAt: number;
}

/** Typing is no message, and being refused it says nothing about the quota. */
const SENDS_A_MESSAGE = /^send(?!ChatAction$)/;

/**
 * What Zalo's answers tell about each account's message quota, in this process. Zalo gives no hint of when a
 * quota starts anew, so it counts as used up until a message is accepted.
 */
export class QuotaWatch {
  readonly #seen = new Map<string, QuotaSeen>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To be told of every call and its answer. */
  observe(accountId: string, method: string, answer: CallResult): void {
    if (!SENDS_A_MESSAGE.test(method)) return;
    if (answer.ok) {
      this.#seen.delete(accountId);
      return;
    }
    if (answer.error.code !== "rate-limited") return;
    const now = this.#clock.now();
    this.#seen.set(accountId, { since: this.#seen.get(accountId)?.since ?? now, lastSeenAt: now });
  }

  /** Undefined while Zalo accepts what is sent, as far as is known. */
  seen(accountId: string): QuotaSeen | undefined {
    return this.#seen.get(accountId);
  }
}

/** The one of this process: replies, tools and commands share an account's quota. */
export const quotas = new QuotaWatch(systemClock);
