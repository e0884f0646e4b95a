/** How long a code can be approved, counted from the first request. The gateway's own figure. */
export const PAIRING_CODE_TTL_MS = 60 * 60 * 1000;

/** How many people may wait for approval at once, per account. The gateway's own figure. */
export const MAX_PENDING_PER_ACCOUNT = 3;

export interface PairingSender {
  senderId: string;
  /** Shown beside the id in `openclaw pairing list`; never compared with anything. */
  name?: string;
}

/**
 * What asking for a code came to. `full` means that as many people as the gateway allows are waiting
 * already: nothing was stored, and the sender can only try again later.
 */
export type PairingRequest = { kind: "pending"; code: string; created: boolean } | { kind: "full" };

/** Who has been approved for one account, and who is waiting. Another account's people are never seen. */
export interface PairingStore {
  /** True when this very id was approved. A wildcard that got into the store lets nobody in. */
  isAllowed(senderId: string): Promise<boolean>;
  /** Ids of the people approved. */
  readAllowFrom(): Promise<string[]>;
  /**
   * The sender's code: a new one, or the same one again while it can still be approved. Repeating the
   * request does not make the code live longer.
   */
  request(sender: PairingSender): Promise<PairingRequest>;
}
