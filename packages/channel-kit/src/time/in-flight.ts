/** Counts work that is under way, so that whoever stops can let it finish. */
export class InFlight {
  readonly #running = new Set<Promise<unknown>>();

  async track<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Resolves when everything that is under way now has ended, or after `ms` milliseconds. */
  async settled(ms: number): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    await Promise.race([Promise.allSettled(this.#running), late]);
    clearTimeout(timer);
  }
}
