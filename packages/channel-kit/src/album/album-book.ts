import type { AnswerBook } from "../answer/answer-book.ts";
import type { Ledger } from "../inbox/ledger.ts";

/** One entry per album, by the id of its first event. */
const ALBUM = "album:";
/** One entry per other event of an album: the id of the first. */
const PART = "album-part:";
/** As long as finished answers are kept, which say what became of an album. */
const KEEP_MS = 24 * 60 * 60 * 1_000;
const KEEP_ENTRIES = 10_000;

interface AlbumNote {
  /** The events that the first one speaks for in its latest attempt. */
  parts: readonly string[];
  /** The gateway has taken the turn over and answers for it. */
  handedOver?: true;
}

/**
 * Which events are answered together with another one, on durable storage. The argument why none is lost or
 * answered twice stands in `docs/decisions/0002-albums-are-one-turn.md`.
 */
export class AlbumBook {
  readonly #ledger: Ledger;
  readonly #answers: Pick<AnswerBook, "read">;

  constructor(ledger: Ledger, answers: Pick<AnswerBook, "read">) {
    this.#ledger = ledger;
    this.#answers = answers;
  }

  /** Notes, before the agent is asked, that one event is about to speak for others; replaces an earlier note. */
  async begin(leadId: string, parts: readonly string[]): Promise<void> {
    for (const part of parts) await this.#ledger.put(PART + part, leadId);
    const known = await this.#ledger.get(ALBUM + leadId);
    if (parts.length === 0 && known === undefined) return;
    await this.#ledger.put(ALBUM + leadId, { parts } satisfies AlbumNote);
  }

  /** Notes that the gateway has taken over the turn of an event and of those it speaks for. */
  async handOver(leadId: string): Promise<void> {
    await this.#ledger.update(ALBUM + leadId, (current) => {
      return current === undefined ? undefined : { ...(current as AlbumNote), handedOver: true };
    });
  }

  /** True when the event has had its part in the answer to another one, so that nothing is left to do for it. */
  async isAnswered(eventId: string): Promise<boolean> {
    const part = await this.#ledger.get(PART + eventId);
    if (part === undefined) return false;
    const leadId = part.value as string;
    const note = (await this.#ledger.get(ALBUM + leadId))?.value as AlbumNote | undefined;
    if (!note?.parts.includes(eventId)) return false;
    if (note.handedOver) return true;
    const answer = await this.#answers.read(leadId);
    return answer !== undefined && (answer.final || answer.done);
  }

  /** Forgets what no event still waits for. Not to be called at start; see `AnswerBook.prune`. */
  async prune(): Promise<void> {
    for (const prefix of [ALBUM, PART]) {
      await this.#ledger.prune({ prefix, olderThanMs: KEEP_MS, maxEntries: KEEP_ENTRIES });
    }
  }
}
