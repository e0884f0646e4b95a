export interface Until<T> {
  /** Looked at once at the start and again after every change; anything but undefined ends the wait. */
  check(): T | undefined;
  /** Calls the listener after every change; the returned function ends that. */
  subscribe(listener: () => void): () => void;
  timeoutMs: number;
  /** The message of the error at the deadline. */
  explain(): string;
  /** Ends the wait with an error when the simulator closes. */
  closed: AbortSignal;
}

/** Waits for something to become true in the world, without ever polling for it. */
export function until<T>(wait: Until<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      unsubscribe();
      wait.closed.removeEventListener("abort", onClosed);
      settle();
    };
    const look = () => {
      try {
        const found = wait.check();
        if (found !== undefined) finish(() => resolve(found));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const onClosed = () => finish(() => reject(new Error(`The simulator was closed. ${wait.explain()}`)));
    const timer = setTimeout(() => finish(() => reject(new Error(wait.explain()))), wait.timeoutMs);
    const unsubscribe = wait.subscribe(look);
    wait.closed.addEventListener("abort", onClosed, { once: true });
    if (wait.closed.aborted) onClosed();
    else look();
  });
}
