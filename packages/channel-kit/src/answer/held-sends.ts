import type { Ledger } from "../inbox/ledger.ts";

const PREFIX = "held:";

/** One part of a delivery of the gateway's whose messages wait in the `OutgoingBook`, and where it goes. */
export interface HeldSend {
  deliveryId: string;
  part: number;
  target: string;
}

/**
 * Sends that the gateway has handed over for good and that go out later, by ourselves. Every method has written
 * before it resolves.
 */
export class HeldSends {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async keep(send: HeldSend): Promise<void> {
    await this.#ledger.put(keyOf(send), send);
  }

  /** The ones that wait, the first kept first; `since` is in epoch milliseconds. */
  async all(): Promise<(HeldSend & { since: number })[]> {
    const entries = await this.#ledger.list(PREFIX);
    return entries
      .map(({ value, updatedAt }) => ({ ...(value as HeldSend), since: updatedAt }))
      .sort((left, right) => left.since - right.since);
  }

  async done(send: HeldSend): Promise<void> {
    await this.#ledger.delete(keyOf(send));
  }
}

const keyOf = ({ deliveryId, part }: HeldSend): string =>
  `${PREFIX}${deliveryId}:${String(part).padStart(6, "0")}`;
