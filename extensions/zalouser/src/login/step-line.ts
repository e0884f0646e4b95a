/** Steps that happen by themselves, in line for the one reader who takes them one after the other. */
export class StepLine<Step> implements AsyncIterable<Step> {
  readonly #waiting: Step[] = [];
  #isClosed = false;
  #wake: (() => void) | undefined;

  push(step: Step): void {
    if (this.#isClosed) return;
    this.#waiting.push(step);
    this.#wake?.();
  }

  /** Nothing comes any more; what is in line is still handed out. */
  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Step, void> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else if (this.#isClosed) return;
      else {
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        await promise;
      }
    }
  }
}
