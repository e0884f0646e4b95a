/**
 * Lets one piece of work at a time run per key, in the order in which it came. Used with session keys: two
 * chats that share one of the gateway's sessions must not have their turns mixed.
 */
export class KeyedTurns {
  readonly #last = new Map<string, Promise<void>>();

  /** True while work of this key runs or waits. */
  isBusy(key: string): boolean {
    return this.#last.has(key);
  }

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const { promise: mine, resolve: done } = Promise.withResolvers<void>();
    this.#last.set(key, mine);
    await before;
    try {
      return await work();
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
      done();
    }
  }
}
