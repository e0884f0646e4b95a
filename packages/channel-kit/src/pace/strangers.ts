import type { Ledger } from "../inbox/ledger.ts";
import { localTime, nextMidnight } from "./local-time.ts";

const COUNT_KEY = "pace:strangers";
const MET_PREFIX = "pace:met:";
const HOUR_MS = 60 * 60 * 1_000;
/** Somebody written to within this time is no new stranger. */
const MET_KEEP_MS = 30 * 24 * HOUR_MS;
const MET_KEEP_ENTRIES = 20_000;

/** What has gone out to people who are not friends. */
export interface StrangerCount {
  /** The day that `sent` counts, by the account's time zone. */
  day: string;
  sent: number;
  /** When somebody new was written to, within the last hour, in epoch milliseconds, oldest first. */
  newAt: readonly number[];
}

export interface StrangerCaps {
  /** New people in any hour. */
  perHour: number;
  /** Messages in a day. */
  perDay: number;
  timeZone: string;
}

/** Why nothing may go to a stranger now, and until when at least, in epoch milliseconds. */
export interface StrangerHold {
  cause: "strangers-per-hour" | "strangers-per-day";
  until: number;
}

export const NO_STRANGERS: StrangerCount = { day: "", sent: 0, newAt: [] };

/**
 * The count as it stands at `now`. A day that has not come yet, because the clock went back, is taken for this
 * one: nothing that went out is forgotten by it.
 */
export function countAt(count: StrangerCount, now: number, { timeZone }: StrangerCaps): StrangerCount {
  const { day } = localTime(now, timeZone);
  return {
    day,
    sent: count.day < day ? 0 : count.sent,
    newAt: count.newAt.map((at) => Math.min(at, now)).filter((at) => at > now - HOUR_MS),
  };
}

/** What keeps a message to a stranger back; undefined when nothing does. */
export function strangerHold(
  count: StrangerCount,
  isNew: boolean,
  now: number,
  caps: StrangerCaps,
): StrangerHold | undefined {
  const { sent, newAt } = countAt(count, now, caps);
  if (sent >= caps.perDay) return { cause: "strangers-per-day", until: nextMidnight(now, caps.timeZone) };
  if (!isNew || newAt.length < caps.perHour) return undefined;
  const first = newAt[newAt.length - caps.perHour] ?? now;
  return { cause: "strangers-per-hour", until: first + HOUR_MS };
}

/** One more message to a stranger. */
function withOneMore(count: StrangerCount, isNew: boolean, now: number, caps: StrangerCaps): StrangerCount {
  const at = countAt(count, now, caps);
  return { ...at, sent: at.sent + 1, newAt: isNew ? [...at.newAt, now] : at.newAt };
}

/** Counts what goes to strangers on durable storage, so that a restart begins no new day. One per account. */
export class StrangerBook {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async read(): Promise<StrangerCount> {
    const entry = await this.#ledger.get(COUNT_KEY);
    return (entry?.value as StrangerCount | undefined) ?? NO_STRANGERS;
  }

  /** True when nothing has gone to that person within the last 30 days. */
  async isNew(personId: string): Promise<boolean> {
    return (await this.#ledger.get(MET_PREFIX + personId)) === undefined;
  }

  /**
   * Writes down that a message is about to go to a stranger, before it goes, and answers the new count. It
   * counts whatever becomes of it: to Zalo an attempt is an attempt.
   */
  async count(personId: string, isNew: boolean, now: number, caps: StrangerCaps): Promise<StrangerCount> {
    const count = await this.#ledger.update(COUNT_KEY, (current) =>
      withOneMore((current as StrangerCount | undefined) ?? NO_STRANGERS, isNew, now, caps),
    );
    await this.#ledger.put(MET_PREFIX + personId, 1);
    return count;
  }

  async prune(): Promise<void> {
    await this.#ledger.prune({ prefix: MET_PREFIX, olderThanMs: MET_KEEP_MS, maxEntries: MET_KEEP_ENTRIES });
  }
}
