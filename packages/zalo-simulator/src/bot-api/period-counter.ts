import { vietnamDate } from "./vietnam-date.ts";

/** How much of `2026-11-20` names the period. */
const NAMED_BY = { day: 10, month: 7 } as const;

/** Counts something from nothing again each day or month, by the Vietnamese calendar. */
export class PeriodCounter {
  readonly #named: number;
  #period = "";
  #count = 0;

  constructor(period: keyof typeof NAMED_BY) {
    this.#named = NAMED_BY[period];
  }

  /** How often since the period began. */
  get count(): number {
    const now = vietnamDate().slice(0, this.#named);
    if (now !== this.#period) this.#count = 0;
    this.#period = now;
    return this.#count;
  }

  add(): void {
    this.#count = this.count + 1;
  }

  /** Counts once more and returns true, or returns false when the limit is used up. Null is no limit. */
  take(limit: number | null): boolean {
    if (limit !== null && this.count >= limit) return false;
    this.add();
    return true;
  }
}
