import type { Ledger } from "../inbox/ledger.ts";
import { type MessageText, newPiece, type Outgoing, type Piece, replacePiece } from "./answer-record.ts";

const PREFIX = "outgoing:";
/** Longer than the gateway keeps a delivery in its own queue. */
const KEEP_MS = 7 * 24 * 60 * 60 * 1_000;
const KEEP_ENTRIES = 10_000;

/**
 * How far each send that the gateway queues has come, by the gateway's own delivery id: what makes repeating
 * a half-finished one safe. Every method has written before it resolves.
 */
export class OutgoingBook {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** The pieces of one part of a delivery: as an earlier try left them, else the given messages, none sent. */
  async open(
    deliveryId: string,
    part: number,
    messages: readonly (MessageText | Outgoing)[],
  ): Promise<readonly Piece[]> {
    return await this.#ledger.update(keyOf(deliveryId, part), (current) => {
      const known = current as readonly Piece[] | undefined;
      return known ?? messages.map(newPiece);
    });
  }

  /** The pieces of one part as an earlier try left them; undefined when there was none. */
  async find(deliveryId: string, part: number): Promise<readonly Piece[] | undefined> {
    const entry = await this.#ledger.get(keyOf(deliveryId, part));
    return entry?.value as readonly Piece[] | undefined;
  }

  async savePiece(deliveryId: string, part: number, index: number, piece: Piece): Promise<void> {
    await this.#ledger.update(keyOf(deliveryId, part), (current) => {
      return replacePiece((current ?? []) as readonly Piece[], index, piece);
    });
  }

  /** Everything known of a delivery, its parts in order; empty when it was never begun. */
  async pieces(deliveryId: string): Promise<readonly Piece[]> {
    const parts = await this.#ledger.list(`${PREFIX}${deliveryId}:`);
    return parts.flatMap(({ value }) => value as readonly Piece[]);
  }

  async prune(): Promise<void> {
    await this.#ledger.prune({ prefix: PREFIX, olderThanMs: KEEP_MS, maxEntries: KEEP_ENTRIES });
  }
}

/** Parts sort by their number. */
const keyOf = (deliveryId: string, part: number): string =>
  `${PREFIX}${deliveryId}:${String(part).padStart(6, "0")}`;
