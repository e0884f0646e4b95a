import type { Ledger } from "channel-kit/inbox/ledger";
import type { Clock } from "channel-kit/time/clock";
import type { Thread } from "../session/port.ts";

/** So many of the last messages are asked for again: a socket may end between two that came in the other order. */
const OVERLAP = 20;
/** How often the mark is written down while messages come; an older one costs only messages that come twice. */
const WRITE_EVERY_MS = 5_000;

interface Mark {
  /** Whose messages these are: another login of the account knows nothing of them. */
  ownId: string;
  /** The last messages that are safely stored, the newest last. */
  ids: readonly string[];
}

/** How far the messages of each kind of chat have come, so that what was missed can be asked for. On durable storage. */
export class ReceivedMarks {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #ids = new Map<Thread["kind"], string[]>();
  readonly #writtenAt = new Map<Thread["kind"], number>();

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** From where on messages have to be asked for; undefined when none was ever stored. */
  async from(kind: Thread["kind"], ownId: string): Promise<string | undefined> {
    const [first] = this.#ids.get(kind) ?? (await this.#read(kind, ownId));
    return first;
  }

  /** A message is safely stored, and so is everything that came before it. */
  async advance(kind: Thread["kind"], msgId: string, ownId: string): Promise<void> {
    const ids = this.#ids.get(kind) ?? (await this.#read(kind, ownId));
    if (ids.includes(msgId)) return;
    ids.push(msgId);
    if (ids.length > OVERLAP) ids.shift();
    this.#ids.set(kind, ids);
    const now = this.#clock.now();
    if (now - (this.#writtenAt.get(kind) ?? 0) < WRITE_EVERY_MS) return;
    this.#writtenAt.set(kind, now);
    await this.#write(kind, ids, ownId);
  }

  /** Writes down what is only remembered. */
  async flush(ownId: string): Promise<void> {
    for (const [kind, ids] of this.#ids) await this.#write(kind, ids, ownId);
  }

  async #read(kind: Thread["kind"], ownId: string): Promise<string[]> {
    const mark = (await this.#ledger.get(keyOf(kind)))?.value as Mark | undefined;
    const ids = mark?.ownId === ownId ? [...mark.ids] : [];
    this.#ids.set(kind, ids);
    return ids;
  }

  async #write(kind: Thread["kind"], ids: readonly string[], ownId: string): Promise<void> {
    await this.#ledger.put(keyOf(kind), { ownId, ids } satisfies Mark);
  }
}

const keyOf = (kind: Thread["kind"]): string => `received:${kind}`;
