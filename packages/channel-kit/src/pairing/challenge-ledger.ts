/**
 * Remembers which codes have reached their sender, for one account. Must survive a restart, or people are
 * challenged again; may forget an entry once its code has expired.
 */
export interface ChallengeLedger {
  wasSent(senderId: string, code: string): Promise<boolean>;
  markSent(senderId: string, code: string): Promise<void>;
}

/** Keeps the latest code of each sender, which is all that can still be asked for. Forgets at exit. */
export class MemoryChallengeLedger implements ChallengeLedger {
  readonly #latest = new Map<string, string>();

  async wasSent(senderId: string, code: string): Promise<boolean> {
    return this.#latest.get(senderId) === code;
  }

  async markSent(senderId: string, code: string): Promise<void> {
    this.#latest.set(senderId, code);
  }
}
