import type { Ledger } from "../inbox/ledger.ts";
import {
  type AnswerRecord,
  type MessageText,
  newAnswer,
  type Outgoing,
  type Piece,
  type TurnRef,
  withPiece,
  withPieces,
} from "./answer-record.ts";

const PREFIX = "answer:";

/**
 * Records are kept this long: a process that dies right after an answer may not have settled its event yet,
 * and the gateway may still believe that it owes the answer.
 */
const FINISHED_KEEP_MS = 24 * 60 * 60 * 1_000;
const FINISHED_KEEP_ENTRIES = 5_000;

/**
 * The answers of one account that are under way, one record per inbound event, on durable storage. Every
 * method has written before it resolves, and rejects with `ChannelError("storage")` when it cannot.
 */
export class AnswerBook {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** What is known about the answer to an event; undefined when it was never handed to the agent. */
  async read(eventId: string): Promise<AnswerRecord | undefined> {
    const entry = await this.#ledger.get(PREFIX + eventId);
    return entry === undefined ? undefined : (entry.value as AnswerRecord);
  }

  /** Notes that the event is about to be handed to the agent, once more. Forgets what an unfinished turn said. */
  async begin(eventId: string, chatId: string, turn: TurnRef): Promise<AnswerRecord> {
    return await this.#ledger.update(PREFIX + eventId, (current) => {
      const before = current as AnswerRecord | undefined;
      return newAnswer(chatId, (before?.attempt ?? 0) + 1, turn);
    });
  }

  /** Adds what the agent has said. From the first `final` on, the agent is not asked again. */
  async add(
    eventId: string,
    messages: readonly (MessageText | Outgoing)[],
    final: boolean,
  ): Promise<AnswerRecord> {
    return await this.#change(eventId, (record) => withPieces(record, messages, final));
  }

  async savePiece(eventId: string, index: number, piece: Piece): Promise<void> {
    await this.#change(eventId, (record) => withPiece(record, index, piece));
  }

  async finish(eventId: string): Promise<void> {
    await this.#change(eventId, (record) => ({ ...record, done: true }));
  }

  /** Every record there is, finished ones of the last day included. `updatedAt` is in epoch milliseconds. */
  async all(): Promise<{ eventId: string; record: AnswerRecord; updatedAt: number }[]> {
    const entries = await this.#ledger.list(PREFIX);
    return entries.map(({ key, value, updatedAt }) => ({
      eventId: key.slice(PREFIX.length),
      record: value as AnswerRecord,
      updatedAt,
    }));
  }

  /** Forgets one record. */
  async forget(eventId: string): Promise<void> {
    await this.#ledger.delete(PREFIX + eventId);
  }

  /**
   * Forgets records that are old enough to be of no use to any recovery. Not to be called at start, before
   * the events that a dead process left behind have been handled: their records may be old and needed.
   */
  async prune(): Promise<void> {
    await this.#ledger.prune({
      prefix: PREFIX,
      olderThanMs: FINISHED_KEEP_MS,
      maxEntries: FINISHED_KEEP_ENTRIES,
    });
  }

  async #change(eventId: string, change: (record: AnswerRecord) => AnswerRecord): Promise<AnswerRecord> {
    return await this.#ledger.update(PREFIX + eventId, (current) => {
      if (current === undefined) throw new Error(`No answer is under way for event ${eventId}.`);
      return change(current as AnswerRecord);
    });
  }
}
