/** Rings when something is set to behave otherwise, which is no happening and so stands in no journal. */
export class Bell {
  readonly #listeners = new Set<() => void>();

  ring = (): void => {
    for (const listener of [...this.#listeners]) listener();
  };

  /** Calls the listener, synchronously, at every ring; returns how to stop that. */
  onRing(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
