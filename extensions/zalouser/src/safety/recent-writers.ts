import type { Ledger } from "channel-kit/inbox/ledger";
import type { Clock } from "channel-kit/time/clock";

const PREFIX = "wrote:";
const HOUR_MS = 60 * 60 * 1_000;
/** Whoever wrote within this time has asked for what they get. */
const RECENT_MS = 48 * HOUR_MS;
/** "Lately" is true to this much, so that somebody who writes on and on costs one write in that time. */
const ACCURACY_MS = HOUR_MS;
const KEPT_AT_MOST = 20_000;
const REMEMBERED = 2_000;

/** In which chats somebody wrote lately, so that what goes there is an answer. On durable storage, bounded. */
export class RecentWriters {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  /** When a chat was last written down; the one longest ago first. */
  readonly #known = new Map<string, number>();

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** Notes that somebody wrote there, by the chat's address. */
  async note(target: string): Promise<void> {
    const now = this.#clock.now();
    const known = this.#known.get(target);
    if (known !== undefined && Math.abs(now - known) < ACCURACY_MS) return;
    this.#known.delete(target);
    this.#known.set(target, now);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    await this.#ledger.put(PREFIX + target, 1);
  }

  async wroteLately(target: string): Promise<boolean> {
    const entry = await this.#ledger.get(PREFIX + target);
    return entry !== undefined && this.#clock.now() - entry.updatedAt < RECENT_MS;
  }

  async prune(): Promise<void> {
    await this.#ledger.prune({ prefix: PREFIX, olderThanMs: RECENT_MS, maxEntries: KEPT_AT_MOST });
  }
}
