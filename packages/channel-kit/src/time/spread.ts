import type { Clock } from "./clock.ts";

export interface SpreadOptions {
  /** How far apart two turns are on average, in milliseconds. */
  gapMs: number;
  clock: Clock;
  /** Source of chance in [0, 1); an argument so that tests can fix it. */
  random?: () => number;
}

/**
 * Spreads in time what would otherwise happen at once: the starts of several accounts of one process, and their
 * coming back when the network does. The first turn comes at once, each other a jittered gap after the one before
 * it. One per process and kind of thing.
 */
export class Spread {
  readonly #options: SpreadOptions;
  #waiting = 0;
  /** When the next turn may be, in epoch milliseconds. */
  #nextAt = 0;

  constructor(options: SpreadOptions) {
    this.#options = options;
  }

  /** Resolves when it is the caller's turn; rejects with the signal's reason when it fires first. */
  async turn(signal?: AbortSignal): Promise<void> {
    const { gapMs, clock, random = Math.random } = this.#options;
    signal?.throwIfAborted();
    const now = clock.now();
    // With a clock that went back, nobody waits longer than for those who wait already.
    const longest = now + (this.#waiting + 1) * gapMs * 1.5;
    const at = Math.min(Math.max(now, this.#nextAt), longest);
    this.#nextAt = at + gapMs * (0.5 + random());
    if (at <= now) return;
    this.#waiting += 1;
    try {
      await clock.sleep(at - now, signal);
    } finally {
      this.#waiting -= 1;
    }
  }
}
