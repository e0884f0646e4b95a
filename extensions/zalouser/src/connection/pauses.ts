import { type BackoffOptions, backoffMs } from "channel-kit/time/backoff";

/** Pauses between tries to connect. There is no limit on tries; the longest pause is how late a return is noticed. */
const RECONNECT: BackoffOptions = { baseMs: 1_000, capMs: 60_000 };
/** A connection that has lasted so long was a good one: the next pause is the shortest again. */
const STABLE_MS = 60_000;

/** Pauses after the owner has taken the account over: long, because Zalo allows one of us, and the owner goes first. */
const YIELD_FIRST_MS = 15 * 60_000;
const YIELD_LONGEST_MS = 4 * 60 * 60_000;
/** Undisturbed for so long, the owner is done with it. */
const UNDISTURBED_MS = 60 * 60_000;

/** How long to wait before the next try, by what became of the ones before. */
export class Pauses {
  readonly #random: () => number;
  #failures = 0;
  #unopened = 0;
  #yields = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** How many tries in a row have not come to a connection. */
  get unopened(): number {
    return this.#unopened;
  }

  /** Tells how long a connection has lasted. */
  lasted(ms: number): void {
    this.#unopened = 0;
    if (ms >= STABLE_MS) this.#failures = 0;
    if (ms >= UNDISTURBED_MS) this.#yields = 0;
  }

  /** The pause after a connection that failed or broke off, in milliseconds. */
  afterFailure(): number {
    this.#failures += 1;
    this.#unopened += 1;
    return backoffMs(this.#failures, { ...RECONNECT, random: this.#random });
  }

  /** The pause after the owner has opened Zalo elsewhere, in milliseconds. */
  afterYielding(): number {
    this.#failures = 0;
    const pause = Math.min(YIELD_FIRST_MS * 2 ** Math.min(this.#yields, 10), YIELD_LONGEST_MS);
    this.#yields += 1;
    return pause;
  }
}
