import type { CallResult } from "../../bot-api/failures.ts";
import { longPoll } from "../long-poll.ts";
import type { Receiving } from "../receiving.ts";

/**
 * Everything that waited has been read when all polls have stayed open for this long, in milliseconds. What comes
 * after that is handed to one of them at once, so that nothing waits for a poll when the webhook takes over.
 */
const QUIET_MS = 500;
/** A bot that is written to without pause is not waited for any longer than this, in milliseconds. */
const QUIET_LIMIT_MS = 10_000;
/** How often it is looked whether all is quiet, in milliseconds. */
const LOOK_MS = 50;
/** How long what was handed to a poll before the webhook took over may be on its way, in milliseconds. */
const ON_ITS_WAY_MS = 1_000;

/**
 * Polls that are kept open until Zalo sends to the webhook: nobody else would ask for what was written before,
 * and a bot whose webhook cannot be registered yet is not deaf meanwhile.
 */
export class HandOver {
  readonly #receiving: Receiving;
  readonly #stop = new AbortController();
  #polls: Promise<void> | undefined;
  /** Polls that should be open, and those that are. */
  #expected: number;
  #open = 0;
  /** When the last of them was opened. */
  #openedAt = 0;

  constructor(receiving: Receiving) {
    this.#receiving = receiving;
    this.#expected = receiving.account.pollers;
  }

  /** Opens the polls, if they are not, and resolves when what was waiting for them has been read. */
  async readEmpty(): Promise<void> {
    const { clock, signal } = this.#receiving;
    this.#polls ??= this.#poll();
    const giveUpAt = clock.now() + QUIET_LIMIT_MS;
    while (clock.now() < giveUpAt) {
      if (this.#open >= this.#expected && clock.now() - this.#openedAt >= QUIET_MS) return;
      await clock.sleep(LOOK_MS, signal);
    }
  }

  /** Ends the polls, after what they were handed last has arrived. */
  async end(): Promise<void> {
    const { clock, signal } = this.#receiving;
    if (this.#polls !== undefined) await clock.sleep(ON_ITS_WAY_MS, signal).catch(() => {});
    await this[Symbol.asyncDispose]();
  }

  /** Ends the polls at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#polls;
  }

  async #poll(): Promise<void> {
    const { account, take, clock, signal } = this.#receiving;
    await longPoll({
      accountId: account.accountId,
      pollers: account.pollers,
      getUpdates: (waitSeconds, pollSignal) => this.#getUpdates(waitSeconds, pollSignal),
      append: take,
      clock,
      signal: AbortSignal.any([signal, this.#stop.signal]),
      observer: {
        // Registering says what is wrong, and polls are refused as soon as it has worked.
        alive: () => {},
        trouble: () => {},
        singlePoll: () => {
          this.#expected = 1;
        },
      },
    }).catch(() => {}); // A refused token is met by registering, too.
  }

  async #getUpdates(waitSeconds: number, signal: AbortSignal): Promise<CallResult> {
    const { api, clock } = this.#receiving;
    this.#open += 1;
    this.#openedAt = clock.now();
    try {
      return await api.getUpdates(waitSeconds, signal);
    } finally {
      this.#open -= 1;
    }
  }
}
