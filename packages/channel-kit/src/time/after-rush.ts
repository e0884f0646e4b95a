import type { Clock } from "./clock.ts";

export interface RushOptions {
  /** A rush is over when nothing has come for this long, in milliseconds. */
  quietMs: number;
  /** However long a rush lasts, the work is not put off any longer than this, in milliseconds. */
  latestMs: number;
  clock: Clock;
}

/**
 * Puts work off until whatever calls for it has stopped coming for a moment: calls that come in a rush lead to
 * one piece of work, behind all of them.
 */
export function afterRush(work: () => void, { quietMs, latestMs, clock }: RushOptions): () => void {
  let isWaiting = false;
  let lastAt = 0;
  const wait = async () => {
    const startedAt = clock.now();
    do await clock.sleep(quietMs);
    while (clock.now() - lastAt < quietMs && clock.now() - startedAt < latestMs);
    isWaiting = false;
    work();
  };
  return () => {
    lastAt = clock.now();
    if (isWaiting) return;
    isWaiting = true;
    void wait();
  };
}
