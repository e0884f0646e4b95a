const MINUTE_MS = 60_000;

/**
 * So many messages in any minute, of which a few may leave right after each other. Told the time with each
 * question; a clock that goes back counts as one that stood still.
 */
export class Rate {
  readonly #perMinute: number;
  readonly #intervalMs: number;
  /** A message may leave so much earlier than an even pace would have it. */
  readonly #slackMs: number;
  /** When the next message would leave at an even pace. */
  #dueAt: number;
  #at: number;
  /** When the messages of the last minute left. */
  #left: number[] = [];

  /** `atOnce`: how many may leave right after each other in the beginning; at most `burst`. */
  constructor(perMinute: number, burst: number, now: number, atOnce = burst) {
    this.#perMinute = perMinute;
    this.#intervalMs = MINUTE_MS / perMinute;
    this.#slackMs = (burst - 1) * this.#intervalMs;
    this.#dueAt = now + (burst - Math.min(atOnce, burst)) * this.#intervalMs;
    this.#at = now;
  }

  /** Since when the next message may leave, or from when on, in epoch milliseconds. */
  readyAt(now: number): number {
    this.#moveTo(now);
    const oldest = this.#left[this.#left.length - this.#perMinute];
    const room = oldest === undefined ? Number.NEGATIVE_INFINITY : oldest + MINUTE_MS;
    return Math.ceil(Math.max(room, this.#dueAt - this.#slackMs));
  }

  /** Notes that a message leaves. */
  take(now: number): void {
    this.#moveTo(now);
    this.#dueAt = Math.max(this.#dueAt, now) + this.#intervalMs;
    this.#left.push(now);
  }

  /** True when it knows nothing that a new one would not know. */
  isIdle(now: number): boolean {
    this.#moveTo(now);
    return this.#left.length === 0 && this.#dueAt <= now;
  }

  #moveTo(now: number): void {
    const passed = now - this.#at;
    this.#at = now;
    if (passed < 0) {
      this.#dueAt += passed;
      this.#left = this.#left.map((at) => at + passed);
    } else {
      this.#left = this.#left.filter((at) => at + MINUTE_MS > now);
    }
  }
}
