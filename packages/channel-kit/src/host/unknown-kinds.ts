/** Names that are remembered and said; a sender of ever new ones fills neither the memory nor the log. */
const MOST_NAMES = 100;
const MOST_LETTERS = 60;

/** Notices kinds of events that a plugin does not know, each kind once in the life of the process. */
export class UnknownKinds {
  readonly #known: ReadonlySet<string>;
  readonly #seen = new Set<string>();

  constructor(known: Iterable<string>) {
    this.#known = new Set(known);
  }

  /** The kind's name, safe to show, when it is unknown and has not been noticed before. */
  notice(name: unknown): string | undefined {
    if (typeof name !== "string" || this.#known.has(name) || this.#seen.size >= MOST_NAMES) return undefined;
    const shown = name.slice(0, MOST_LETTERS).replaceAll(/[^\w.-]/g, "?");
    if (this.#seen.has(shown)) return undefined;
    this.#seen.add(shown);
    return shown;
  }
}
