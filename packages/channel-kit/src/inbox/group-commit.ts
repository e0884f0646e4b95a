/** Runs `work` inside one transaction: its effects are durable when the promise resolves, or there are none. */
export type Commit = <T>(work: () => T) => Promise<T>;

interface Waiting {
  work(): void;
  succeed(): void;
  fail(error: unknown): void;
}

/**
 * Lets writes that wait together share one transaction, and so one flush to the disk. While a commit keeps
 * the process busy, further requests pile up; they are all collected before the next one begins.
 */
export class GroupCommit {
  readonly #commit: Commit;
  readonly #isHopeless: (error: unknown) => boolean;
  #waiting: Waiting[] = [];
  #scheduled = false;

  /** `isHopeless` tells errors that would meet every other write of the group as well. */
  constructor(commit: Commit, isHopeless: (error: unknown) => boolean) {
    this.#commit = commit;
    this.#isHopeless = isHopeless;
  }

  /**
   * Resolves with the result of `work` once it is durable. When a group fails, its writes are repeated one
   * by one, so `work` may run again, and only those that fail by themselves reject.
   */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let settle = () => {};
      this.#waiting.push({
        work: () => {
          const result = work();
          settle = () => resolve(result);
        },
        succeed: () => settle(),
        fail: reject,
      });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => void this.#commitAll());
    });
  }

  /** Writes at once, without waiting for anybody, what has been asked for so far. */
  flush(transaction: (work: () => void) => void): void {
    const group = this.#take();
    if (group.length === 0) return;
    try {
      transaction(() => runAll(group));
      for (const write of group) write.succeed();
    } catch (error) {
      for (const write of group) write.fail(error);
    }
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commitGroup(this.#take());
    this.#scheduled = false;
  }

  async #commitGroup(group: Waiting[]): Promise<void> {
    try {
      await this.#commit(() => runAll(group));
      for (const write of group) write.succeed();
    } catch (error) {
      if (group.length === 1 || this.#isHopeless(error)) for (const write of group) write.fail(error);
      else await this.#commitOneByOne(group);
    }
  }

  async #commitOneByOne(group: Waiting[]): Promise<void> {
    for (const [index, write] of group.entries()) {
      try {
        await this.#commit(() => write.work());
        write.succeed();
      } catch (error) {
        write.fail(error);
        if (!this.#isHopeless(error)) continue;
        for (const other of group.slice(index + 1)) other.fail(error);
        return;
      }
    }
  }

  #take(): Waiting[] {
    const group = this.#waiting;
    this.#waiting = [];
    return group;
  }
}

function runAll(group: readonly Waiting[]): void {
  for (const write of group) write.work();
}
