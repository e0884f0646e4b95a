export interface LedgerEntry {
  value: unknown;
  /** When it was last written, in milliseconds since the Unix epoch. */
  updatedAt: number;
}

/**
 * A small durable notebook of one account, for what must survive a crash beside the queue: who has been
 * answered, what has been handed over. Values are anything JSON can hold; keys are free text, and a prefix
 * such as `handover:` keeps several users apart. Every change is on durable storage before its promise
 * resolves; failures reject with `ChannelError("storage")`.
 */
export interface Ledger {
  get(key: string): Promise<LedgerEntry | undefined>;
  put(key: string, value: unknown): Promise<void>;
  /**
   * Reads, changes and writes as one step that no other process can come between. `change` receives the
   * present value, or undefined, and answers the new one, or undefined to remove the entry; it must not
   * wait and may be called again when the write has to be repeated. Answers the new value.
   */
  update<T>(key: string, change: (current: unknown) => T): Promise<T>;
  /** False when there was nothing to remove. */
  delete(key: string): Promise<boolean>;
  /** The entries whose key starts with `prefix`, by key; an empty prefix lists all. */
  list(prefix: string): Promise<({ key: string } & LedgerEntry)[]>;
  /** Forgets old entries and answers how many; with no age and no cap it forgets nothing. */
  prune(options: LedgerPruneOptions): Promise<number>;
}

export interface LedgerPruneOptions {
  /** Entries not written for longer than this are forgotten, in milliseconds. */
  olderThanMs?: number;
  /** At most this many stay, the most recently written. */
  maxEntries?: number;
  /** Only keys that start with this are counted and forgotten; absent means all. */
  prefix?: string;
}
