import type { Ledger } from "../inbox/ledger.ts";
import type { ChallengeLedger } from "./challenge-ledger.ts";

const PREFIX = "challenge:";

/** Remembers in the inbox's database which pairing codes have reached their sender, so that a restart does too. */
export class DurableChallengeLedger implements ChallengeLedger {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async wasSent(senderId: string, code: string): Promise<boolean> {
    return (await this.#ledger.get(PREFIX + senderId))?.value === code;
  }

  async markSent(senderId: string, code: string): Promise<void> {
    await this.#ledger.put(PREFIX + senderId, code);
  }
}
