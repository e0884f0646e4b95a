/** One line of the simulator's journal, as far as the page looks at it. */
export interface JournalEntry {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** A field of an entry that holds words, or an empty string. */
export function field(entry: JournalEntry, name: string): string {
  const value = entry[name];
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

/** A field that holds several ids. */
export function ids(entry: JournalEntry, name: string): readonly string[] {
  const value = entry[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
