import type { Ledger, LedgerEntry } from "../inbox/ledger.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Clock } from "../time/clock.ts";

/** A ledger that lives as long as a test. What was put comes back as JSON would have it. */
export class MemoryLedger implements Ledger {
  readonly #clock: Clock;
  readonly #entries = new Map<string, { text: string; updatedAt: number }>();
  /** Every call fails while this is set, as with a full disk. */
  isBroken = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get(key: string): Promise<LedgerEntry | undefined> {
    this.#work();
    const entry = this.#entries.get(key);
    return entry && { value: JSON.parse(entry.text), updatedAt: entry.updatedAt };
  }

  async put(key: string, value: unknown): Promise<void> {
    this.#work();
    this.#entries.set(key, { text: JSON.stringify(value), updatedAt: this.#clock.now() });
  }

  async update<T>(key: string, change: (current: unknown) => T): Promise<T> {
    const value = change((await this.get(key))?.value);
    if (value === undefined) this.#entries.delete(key);
    else await this.put(key, value);
    return value;
  }

  async delete(key: string): Promise<boolean> {
    this.#work();
    return this.#entries.delete(key);
  }

  async list(prefix: string): Promise<({ key: string } & LedgerEntry)[]> {
    this.#work();
    return [...this.#entries]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, { text, updatedAt }]) => ({ key, value: JSON.parse(text), updatedAt }))
      .sort((left, right) => (left.key < right.key ? -1 : 1));
  }

  async prune({ olderThanMs = Number.POSITIVE_INFINITY, prefix = "" }): Promise<number> {
    this.#work();
    const cutoff = this.#clock.now() - olderThanMs;
    const old = [...this.#entries].filter(([key, at]) => key.startsWith(prefix) && at.updatedAt < cutoff);
    for (const [key] of old) this.#entries.delete(key);
    return old.length;
  }

  #work(): void {
    if (this.isBroken) throw new ChannelError("storage", "The disk is full.");
  }
}
