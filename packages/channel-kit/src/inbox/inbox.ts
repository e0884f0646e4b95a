import type { Ledger } from "./ledger.ts";
import type { IngressQueue } from "./queue.ts";

/** How much an account's queue holds. */
export interface InboxDepth {
  pending: number;
  claimed: number;
  failed: number;
  /** When the longest-waiting event arrived, in milliseconds since the Unix epoch; absent when none waits. */
  oldestPendingAt?: number;
}

/** The durable store of one channel: a queue and a ledger for each of its accounts. */
export interface Inbox extends Disposable {
  /** The queue of an account. Two calls for one account reach the same rows. */
  queue<TPayload, TMetadata = unknown, TCompletedMetadata = unknown>(
    accountId: string,
  ): IngressQueue<TPayload, TMetadata, TCompletedMetadata>;
  ledger(accountId: string): Ledger;
  /** Answers at once; throws `ChannelError("storage")` when the store is closed or locked. */
  depth(accountId: string): InboxDepth;
  /**
   * Forgets a failed event of an account for good, and only a failed one: its id may be delivered again. False
   * when there is none of that id. The gateway's form of a queue has no place for this.
   */
  discardFailed(accountId: string, id: string): Promise<boolean>;
  /** Writes what is waiting to be written and lets go of the store. Later calls reject; closing twice is fine. */
  close(): void;
}
