import type { Clock } from "../time/clock.ts";

/** Wakes one sleeper early. A ring that comes while nobody sleeps is not lost. */
export class Bell {
  readonly #clock: Clock;
  #rung = false;
  #sleeper: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#rung = true;
    this.#sleeper?.abort();
  }

  /** Resolves after `ms` milliseconds, or at the next ring. */
  async wait(ms: number): Promise<void> {
    if (!this.#rung) {
      const sleeper = new AbortController();
      this.#sleeper = sleeper;
      await this.#clock.sleep(ms, sleeper.signal).catch(() => {});
      this.#sleeper = undefined;
    }
    this.#rung = false;
  }
}
