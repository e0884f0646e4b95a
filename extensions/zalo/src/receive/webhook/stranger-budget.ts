/** How many requests without a right secret one address may make in a window; nobody honest makes any. */
const REQUESTS = 30;
/** Length of a window, in milliseconds. */
export const WINDOW_MS = 60_000;
/** Addresses that are remembered at once. An address that was forgotten begins anew. */
const ADDRESSES = 1_000;

/**
 * Counts what strangers ask, per address. A request with a right secret is never counted, so whatever strangers
 * do, even from the same address, does not touch Zalo's own.
 */
export class StrangerBudget {
  /** Oldest window first. */
  readonly #windows = new Map<string, { since: number; requests: number }>();

  /** Counts one request; false when there have been too many from this address. */
  spend(address: string, now: number): boolean {
    const known = this.#windows.get(address);
    if (known !== undefined && now - known.since < WINDOW_MS) {
      known.requests += 1;
      return known.requests <= REQUESTS;
    }
    this.#windows.delete(address);
    this.#windows.set(address, { since: now, requests: 1 });
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= ADDRESSES) break;
      this.#windows.delete(oldest);
    }
    return true;
  }
}
