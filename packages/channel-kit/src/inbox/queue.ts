/** Which event it is, and whose. */
export interface IngressIdentity {
  id: string;
  channelId: string;
  accountId: string;
  queueName: string;
}

/** One inbound event as it was written down, waiting for its turn or for a retry. */
export interface IngressRecord<TPayload, TMetadata = unknown> extends IngressIdentity {
  payload: TPayload;
  metadata?: TMetadata;
  /** When the event reached us, in milliseconds since the Unix epoch; the order of the queue. */
  receivedAt: number;
  updatedAt: number;
  /** Events of one lane are handled one at a time. Absent: nobody has decided the lane yet. */
  laneKey?: string;
  /** How often handling it was tried and given up. */
  attempts: number;
  lastAttemptAt?: number;
  lastError?: string;
}

/** An event that one worker holds. Only who knows the token may settle it. */
export interface IngressClaim<TPayload, TMetadata = unknown> extends IngressRecord<TPayload, TMetadata> {
  claim: ClaimHolder;
}

export interface ClaimHolder {
  token: string;
  ownerId: string;
  /** When the claim was made or last refreshed, in milliseconds since the Unix epoch. */
  claimedAt: number;
}

/** As much of a claim as is needed to settle it. */
export interface IngressClaimRef {
  id: string;
  claim: { token: string };
}

/** A held event whose payload can no longer be read; all that is left to decide by. */
export interface IngressCorruptClaim extends IngressIdentity {
  laneKey?: string;
  reason: "corrupt_payload";
  claim: ClaimHolder;
}

/** What stays of a handled event, so that a late redelivery is recognised. The payload is gone. */
export interface IngressCompletedRecord<TCompletedMetadata = unknown> extends IngressIdentity {
  completedAt: number;
  metadata?: TCompletedMetadata;
}

export interface IngressFailedRecord extends IngressIdentity {
  failedAt: number;
  reason: string;
  message?: string;
}

/** A failed event with everything an operator needs to look at it or to try again. */
export interface IngressDeadLetter<TPayload = unknown, TMetadata = unknown> extends IngressFailedRecord {
  /** Absent when the payload can no longer be read. */
  payload?: TPayload;
  metadata?: TMetadata;
  receivedAt: number;
  updatedAt: number;
  laneKey?: string;
  attempts: number;
  lastAttemptAt?: number;
}

export type IngressEnqueueResult<TPayload, TMetadata, TCompletedMetadata> =
  | { kind: "accepted"; duplicate: false; record: IngressRecord<TPayload, TMetadata> }
  | { kind: "pending"; duplicate: true; record: IngressRecord<TPayload, TMetadata> }
  | { kind: "claimed"; duplicate: true; record: IngressClaim<TPayload, TMetadata> }
  | { kind: "completed"; duplicate: true; record: IngressCompletedRecord<TCompletedMetadata> }
  | { kind: "failed"; duplicate: true; record: IngressFailedRecord };

export type IngressResubmitResult<TPayload, TMetadata = unknown, TCompletedMetadata = unknown> =
  | {
      kind: "resubmitted";
      record: IngressRecord<TPayload, TMetadata>;
      previous: IngressDeadLetter<TPayload, TMetadata>;
    }
  | { kind: "not-found" }
  | { kind: "completed"; record: IngressCompletedRecord<TCompletedMetadata> }
  | { kind: "active"; status: "pending" | "claimed" }
  | { kind: "unrecoverable"; record: IngressDeadLetter<TPayload, TMetadata> };

export interface IngressEnqueueOptions<TMetadata> {
  metadata?: TMetadata;
  receivedAt?: number;
  laneKey?: string;
}

/** `received`: by arrival, equal times in the order they were enqueued. `id`: by event id. */
export type IngressOrder = "received" | "id";

export interface IngressClaimNextOptions<TPayload, TMetadata> {
  ownerId?: string;
  /** No event of these lanes is claimed. */
  blockedLaneKeys?: Iterable<string>;
  /** When given, claims older than this are recovered first, in milliseconds. */
  staleMs?: number;
  orderBy?: IngressOrder;
  /** How many pending events are looked at before giving up; 100 when absent. */
  scanLimit?: number;
  /**
   * Only these events are considered. A lane of which somebody else holds one of them counts as
   * blocked, because the caller chose them before that claim was made.
   */
  candidateIds?: Iterable<string>;
  /** The lane of an event that has none stored; it is stored with the claim. */
  deriveLaneKey?: (record: IngressRecord<TPayload, TMetadata>) => string | undefined;
  /** True lets a derived lane replace a different stored one; without it the stored one stands. */
  reconcileStoredLaneKey?: (
    record: IngressRecord<TPayload, TMetadata>,
    storedLaneKey: string,
    derivedLaneKey: string,
  ) => boolean;
}

export interface IngressRecoverOptions<TPayload, TMetadata> {
  /** Claims refreshed less than this many milliseconds ago are left alone; 0 when absent. */
  staleMs?: number;
  now?: number;
  shouldRecover?: (claim: IngressClaim<TPayload, TMetadata>) => boolean | Promise<boolean>;
  /** Asked for claims whose payload is unreadable; absent beside `shouldRecover`, they are left alone. */
  shouldRecoverCorrupt?: (claim: IngressCorruptClaim) => boolean | Promise<boolean>;
}

/**
 * What to forget. Ages are in milliseconds; a cap keeps the newest. Waiting events are measured by their
 * last change, completed and failed ones by the moment they became so.
 */
export interface IngressPruneOptions {
  pendingTtlMs?: number;
  completedTtlMs?: number;
  failedTtlMs?: number;
  pendingMaxEntries?: number;
  completedMaxEntries?: number;
  failedMaxEntries?: number;
  /** Never forgotten, whatever the other options say. */
  protectIds?: Iterable<string>;
  now?: number;
}

/**
 * The inbound queue of one account: every event is written down before it is acknowledged, handed to one
 * worker at a time, and remembered after it was handled so that a redelivery is not handled again. It has
 * the shape of the gateway's `ChannelIngressQueue` and knows nothing of where the rows lie.
 *
 * Every method has its effect on durable storage before its promise resolves, and rejects with
 * `ChannelError("storage")` when that storage cannot be read or written. Settling by a claim answers false,
 * and changes nothing, when the claim is no longer held; settling by a bare id touches only an event that
 * nobody holds. The methods need no `this`, so a queue can be wrapped by copying it.
 */
export interface IngressQueue<TPayload, TMetadata = unknown, TCompletedMetadata = unknown> {
  /** Writes an event down unless its id is known; the answer says what became of the id so far. */
  enqueue(
    id: string,
    payload: TPayload,
    options?: IngressEnqueueOptions<TMetadata>,
  ): Promise<IngressEnqueueResult<TPayload, TMetadata, TCompletedMetadata>>;
  /**
   * Waiting events, the first 100 when no limit is given; of one lane only when it is named. Unreadable ones
   * are left out.
   */
  listPending(options?: {
    limit?: number | "all";
    orderBy?: IngressOrder;
    laneKey?: string;
  }): Promise<IngressRecord<TPayload, TMetadata>[]>;
  listClaims(): Promise<IngressClaim<TPayload, TMetadata>[]>;
  /** Failed events, oldest failure first, the first 100 when no limit is given. */
  listFailed(options?: { limit?: number | "all" }): Promise<IngressDeadLetter<TPayload, TMetadata>[]>;
  /** Takes the first event that may be handled, or null. Unreadable events on the way become failed. */
  claimNext(
    options?: IngressClaimNextOptions<TPayload, TMetadata>,
  ): Promise<IngressClaim<TPayload, TMetadata> | null>;
  /** Takes one given event; null when it is not waiting. */
  claim(id: string, options?: { ownerId?: string }): Promise<IngressClaim<TPayload, TMetadata> | null>;
  /** Renews the lease of a claim; false means the claim was lost. */
  refreshClaim(claim: IngressClaimRef, options?: { refreshedAt?: number }): Promise<boolean>;
  /**
   * Handled: the payload is dropped and the id remembered. A bare id that is unknown is remembered as
   * handled too, so that its first delivery is already a duplicate.
   */
  complete(
    idOrClaim: string | IngressClaimRef,
    options?: { metadata?: TCompletedMetadata; completedAt?: number },
  ): Promise<boolean>;
  /**
   * Back to waiting. Counts an attempt unless `recordAttempt` is false. The gateway waits before the next
   * try, growing with `attempts` from `lastAttemptAt`, only when the record carries a `lastError`.
   */
  release(
    idOrClaim: string | IngressClaimRef,
    options?: { lastError?: string; releasedAt?: number; recordAttempt?: boolean },
  ): Promise<boolean>;
  /** Given up: kept with its payload for `listFailed` and `resubmit`. */
  fail(
    idOrClaim: string | IngressClaimRef,
    options: { reason: string; message?: string; failedAt?: number },
  ): Promise<boolean>;
  /** Makes a failed event wait again as if it had just arrived, with no attempts counted. */
  resubmit(
    id: string,
    options?: { resubmittedAt?: number },
  ): Promise<IngressResubmitResult<TPayload, TMetadata, TCompletedMetadata>>;
  /** Forgets an event for good; its id may be delivered again. */
  delete(idOrClaim: string | IngressRecord<TPayload, TMetadata> | IngressClaimRef): Promise<boolean>;
  /**
   * Gives back the claims of workers that are gone and counts an attempt for each; unreadable ones become
   * failed. A claim that was refreshed or settled while `shouldRecover` was thinking stays as it is.
   * Answers how many were moved.
   */
  recoverStaleClaims(options?: IngressRecoverOptions<TPayload, TMetadata>): Promise<number>;
  /**
   * Forgets old events and answers how many. Called without any age or cap it applies
   * `INGRESS_RETENTION`; with any of them it applies exactly those.
   */
  prune(options?: IngressPruneOptions): Promise<number>;
}

const THIRTY_DAYS_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * How long handled and failed ids are remembered: the gateway's own convention for its channels. Waiting
 * events are never forgotten by default.
 */
export const INGRESS_RETENTION = {
  completedTtlMs: THIRTY_DAYS_MS,
  completedMaxEntries: 20_000,
  failedTtlMs: THIRTY_DAYS_MS,
  failedMaxEntries: 20_000,
} as const;
