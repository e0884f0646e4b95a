import type { Clock } from "../time/clock.ts";

interface Sleeper {
  wakeAt: number;
  wake(): void;
}

/** A clock that moves only when a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const forget = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener("abort", onAbort);
      };
      const onAbort = () => {
        forget();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        wakeAt: this.#now + ms,
        wake: () => {
          forget();
          resolve();
        },
      };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** How many calls of `sleep` are waiting. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Somebody sets the clock on the wall. Whoever sleeps is woken when as much time has passed as before. */
  set(now: number): void {
    for (const sleeper of this.#sleepers) sleeper.wakeAt += now - this.#now;
    this.#now = now;
  }

  /** Moves time forward and wakes, in order, everyone whose time has come. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#sleepers
        .filter((sleeper) => sleeper.wakeAt <= until)
        .sort((left, right) => left.wakeAt - right.wakeAt)[0];
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.wakeAt);
      next.wake();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}

/** Lets promise callbacks that are already due run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
