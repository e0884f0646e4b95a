import type { Ledger } from "../inbox/ledger.ts";
import { backoffMs } from "../time/backoff.ts";

const PREFIX = "pace:pause:";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const KEEP_MS = 7 * 24 * HOUR_MS;
const KEEP_ENTRIES = 2_000;

/**
 * Who is paused: the account as a whole, all that goes to people who are not friends, or what goes to one person,
 * by that person's id.
 */
export type PauseScope = "account" | "strangers" | `person:${string}`;

/** Times are in epoch milliseconds. */
export interface Pause {
  from: number;
  until: number;
  /** How many of them have followed each other; each is longer than the one before. */
  level: number;
  /** What the platform said, for the operator. */
  why: string;
}

/** Lengths of the first and of the longest pause, and after how much peace the next is a first one again. */
interface Growth {
  baseMs: number;
  capMs: number;
  calmMs: number;
}

const GROWTH: Record<"account" | "strangers" | "person", Growth> = {
  account: { baseMs: 2 * MINUTE_MS, capMs: 2 * HOUR_MS, calmMs: 6 * HOUR_MS },
  strangers: { baseMs: 30 * MINUTE_MS, capMs: 6 * HOUR_MS, calmMs: 24 * HOUR_MS },
  person: { baseMs: 30 * MINUTE_MS, capMs: 24 * HOUR_MS, calmMs: 3 * 24 * HOUR_MS },
};

/** Pauses of one account, growing and jittered, that outlive the process. */
export class Pauses {
  readonly #ledger: Ledger;
  readonly #random: () => number;
  readonly #pauses: Map<PauseScope, Pause>;

  private constructor(ledger: Ledger, random: () => number, pauses: Map<PauseScope, Pause>) {
    this.#ledger = ledger;
    this.#random = random;
    this.#pauses = pauses;
  }

  static async open(ledger: Ledger, random: () => number): Promise<Pauses> {
    await ledger.prune({ prefix: PREFIX, olderThanMs: KEEP_MS, maxEntries: KEEP_ENTRIES });
    const entries = await ledger.list(PREFIX);
    const pauses = entries.map(({ key, value }) => {
      return [key.slice(PREFIX.length) as PauseScope, value as Pause] as const;
    });
    return new Pauses(ledger, random, new Map(pauses));
  }

  /** The pause that `now` lies in. One that began in the future, because the clock went back, begins now. */
  at(scope: PauseScope, now: number): Pause | undefined {
    const pause = this.#pauses.get(scope);
    if (pause === undefined) return undefined;
    if (now < pause.from) {
      const moved = { ...pause, from: now, until: now + pause.until - pause.from };
      this.#pauses.set(scope, moved);
      return moved;
    }
    return now < pause.until ? pause : undefined;
  }

  /**
   * Begins a pause, in memory at once and on disk before the promise resolves. During one it only makes sure that
   * the platform's own wish, `atLeastMs`, is kept.
   */
  async begin(scope: PauseScope, why: string, now: number, atLeastMs = 0): Promise<Pause> {
    const running = this.at(scope, now);
    const pause =
      running === undefined
        ? this.#next(scope, why, now, atLeastMs)
        : { ...running, until: Math.max(running.until, now + atLeastMs) };
    this.#pauses.delete(scope);
    this.#pauses.set(scope, pause);
    for (const oldest of this.#pauses.keys()) {
      if (this.#pauses.size <= KEEP_ENTRIES) break;
      this.#pauses.delete(oldest);
    }
    await this.#ledger.put(PREFIX + scope, pause);
    return pause;
  }

  /** Ends a pause and forgets that it was. */
  async end(scope: PauseScope): Promise<void> {
    if (this.#pauses.delete(scope)) await this.#ledger.delete(PREFIX + scope);
  }

  /** How many people are paused. */
  people(now: number): number {
    const scopes = [...this.#pauses.keys()].filter((scope) => scope.startsWith("person:"));
    return scopes.filter((scope) => this.at(scope, now) !== undefined).length;
  }

  #next(scope: PauseScope, why: string, now: number, atLeastMs: number): Pause {
    const growth = GROWTH[scope === "account" || scope === "strangers" ? scope : "person"];
    const last = this.#pauses.get(scope);
    const level = last === undefined || now - last.until > growth.calmMs ? 1 : last.level + 1;
    const length = Math.max(atLeastMs, backoffMs(level, { ...growth, random: this.#random }));
    return { from: now, until: now + length, level, why };
  }
}
