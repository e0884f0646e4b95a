import type { Envelope } from "../envelope/envelope.ts";
import type { Ledger } from "../inbox/ledger.ts";
import type { Clock } from "../time/clock.ts";

const PERSON = "seen:person:";
const GROUP = "seen:group:";

/** Those not seen for longest are forgotten. */
const PEOPLE_AT_MOST = 5_000;
const GROUPS_AT_MOST = 1_000;
/** How many newcomers may come before it is looked whether they are too many. */
const PRUNE_EVERY = 50;

/** "Last seen" is true to this much; so somebody who writes on and on costs one write in that time. */
const ACCURACY_MS = 60 * 60 * 1_000;
/** The same for who spoke last in a group. */
const SPEAKER_ACCURACY_MS = 60 * 1_000;
/** How many entries are remembered to be fresh, so that the ledger need not be asked. */
const REMEMBERED = 2_000;

export interface SeenPerson {
  id: string;
  name?: string;
  /** In milliseconds since the Unix epoch, true to an hour. */
  lastSeenAt: number;
}

export interface SeenGroup {
  id: string;
  title?: string;
  /** Who wrote there not long before it was last seen. */
  lastSpeaker: { id: string; name?: string };
  /** In milliseconds since the Unix epoch, true to an hour. */
  lastSeenAt: number;
}

/**
 * Whom and which groups an account has ever heard from: the only directory there is on a platform that does
 * not list them. On durable storage, bounded. What strangers write counts too; an operator looks here for the
 * id of somebody who is not let in yet. Nothing in it lets anybody in.
 */
export class SeenBook {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  /** What the ledger says of a key, and since when; the least recently used first. */
  readonly #known = new Map<string, { text: string; at: number }>();
  #newcomers = 0;

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** Notes who wrote, and in which group. Writes nothing when that is known and recent. */
  async note({ sender, chat }: Pick<Envelope, "sender" | "chat">): Promise<void> {
    const speaker = { id: sender.id, ...(sender.name === undefined ? {} : { name: sender.name }) };
    await this.#keep(PERSON + sender.id, sender.name === undefined ? {} : { name: sender.name }, 0);
    if (chat.kind === "direct") return;
    const title = chat.title === undefined ? {} : { title: chat.title };
    await this.#keep(GROUP + chat.id, { ...title, lastSpeaker: speaker }, SPEAKER_ACCURACY_MS);
  }

  /** Everybody who is remembered, the last seen first. */
  async people(): Promise<SeenPerson[]> {
    return await this.#list<SeenPerson>(PERSON);
  }

  async groups(): Promise<SeenGroup[]> {
    return await this.#list<SeenGroup>(GROUP);
  }

  async prune(): Promise<void> {
    await this.#ledger.prune({ prefix: PERSON, maxEntries: PEOPLE_AT_MOST });
    await this.#ledger.prune({ prefix: GROUP, maxEntries: GROUPS_AT_MOST });
  }

  /** Changes are written when what is known is older than `patienceMs`. */
  async #keep(key: string, value: object, patienceMs: number): Promise<void> {
    const now = this.#clock.now();
    const text = JSON.stringify(value);
    const known = this.#known.get(key) ?? (await this.#read(key));
    const age = known === undefined ? Number.POSITIVE_INFINITY : now - known.at;
    const isFresh = age < (known?.text === text ? ACCURACY_MS : patienceMs);
    if (known !== undefined) this.#remember(key, known);
    if (isFresh) return;
    await this.#ledger.put(key, value);
    this.#remember(key, { text, at: now });
    if (known !== undefined) return;
    this.#newcomers += 1;
    if (this.#newcomers % PRUNE_EVERY === 0) await this.prune();
  }

  async #read(key: string): Promise<{ text: string; at: number } | undefined> {
    const entry = await this.#ledger.get(key);
    return entry === undefined ? undefined : { text: JSON.stringify(entry.value), at: entry.updatedAt };
  }

  #remember(key: string, known: { text: string; at: number }): void {
    this.#known.delete(key);
    this.#known.set(key, known);
    const oldest = this.#known.keys().next();
    if (this.#known.size > REMEMBERED && oldest.value !== undefined) this.#known.delete(oldest.value);
  }

  async #list<Seen extends { lastSeenAt: number }>(prefix: string): Promise<Seen[]> {
    const entries = await this.#ledger.list(prefix);
    return entries
      .map(({ key, value, updatedAt }) => {
        const seen = { ...(value as object), id: key.slice(prefix.length), lastSeenAt: updatedAt };
        return seen as unknown as Seen;
      })
      .sort((left, right) => right.lastSeenAt - left.lastSeenAt);
  }
}
