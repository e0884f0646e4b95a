import { vietnamDate } from "./vietnam-date.ts";

/** Counts the calls of one method within a day. */
export class DailyCounter {
  #day = "";
  #calls = 0;

  /** Counts a call and returns true, or returns false when today's calls are used up. Null is no limit. */
  take(limit: number | null): boolean {
    const today = vietnamDate();
    if (today !== this.#day) this.#calls = 0;
    this.#day = today;
    if (limit !== null && this.#calls >= limit) return false;
    this.#calls += 1;
    return true;
  }
}
