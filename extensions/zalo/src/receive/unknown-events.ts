/** The documented events, all of them messages of people. */
const KNOWN: ReadonlySet<string> = new Set([
  "message.text.received",
  "message.image.received",
  "message.sticker.received",
  "message.voice.received",
  "message.unsupported.received",
]);

/** Names that are remembered and said; a sender of ever new ones fills neither the memory nor the log. */
const MOST_NAMES = 100;
const MOST_LETTERS = 60;

/** Notices events of kinds that this plugin does not know, each kind once in the life of the process. */
export class UnknownEvents {
  readonly #seen = new Set<string>();

  /** The name of the event's kind, safe to show, when it is unknown and has not been noticed before. */
  notice(raw: unknown): string | undefined {
    if (typeof raw !== "object" || raw === null) return undefined;
    const { event_name: name } = raw as { event_name?: unknown };
    if (typeof name !== "string" || KNOWN.has(name) || this.#seen.size >= MOST_NAMES) return undefined;
    const shown = name.slice(0, MOST_LETTERS).replaceAll(/[^\w.-]/g, "?");
    if (this.#seen.has(shown)) return undefined;
    this.#seen.add(shown);
    return shown;
  }
}
