export interface BackoffOptions {
  /** Delay before the first retry, in milliseconds. */
  baseMs: number;
  /** No delay is longer than this, in milliseconds. */
  capMs: number;
  /** Source of chance in [0, 1); an argument so that tests can fix it. */
  random?: () => number;
}

/**
 * Delay before retry number `attempt` (1 is the first): doubles each time up to the cap, then spread over
 * the upper half of that value, so that many accounts that failed together do not come back together.
 */
export function backoffMs(attempt: number, { baseMs, capMs, random = Math.random }: BackoffOptions): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 30);
  const full = Math.min(capMs, baseMs * 2 ** exponent);
  return Math.round(full / 2 + (full / 2) * random());
}
