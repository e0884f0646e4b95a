import type {
  ClaimHolder,
  IngressClaim,
  IngressCompletedRecord,
  IngressCorruptClaim,
  IngressDeadLetter,
  IngressRecord,
} from "./queue.ts";
import type { QueueScope } from "./queue-context.ts";

export interface EventRow {
  seq: number;
  event_id: string;
  status: "pending" | "claimed" | "completed" | "failed";
  lane_key: string | null;
  payload: string | null;
  metadata: string | null;
  received_at: number;
  updated_at: number;
  attempts: number;
  last_attempt_at: number | null;
  last_error: string | null;
  claim_token: string | null;
  claim_owner: string | null;
  claimed_at: number | null;
  completed_at: number | null;
  completed_metadata: string | null;
  failed_at: number | null;
  failed_reason: string | null;
}

type Decoded<T> = { readable: true; value: T } | { readable: false };

/** Null stands for a text that is gone, which is as unreadable as a broken one. */
export function decodeJson<T>(text: string | null): Decoded<T> {
  if (text === null) return { readable: false };
  try {
    return { readable: true, value: JSON.parse(text) };
  } catch {
    return { readable: false };
  }
}

/** JSON text of something a caller wants kept. Throws what `JSON.stringify` throws, and for nothing to keep. */
export function encodeJson(value: unknown, what: string): string {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`The ${what} cannot be written as JSON.`);
  return text;
}

/** Null when the payload is unreadable. */
export function toRecord<P, M>(scope: QueueScope, row: EventRow): IngressRecord<P, M> | null {
  const payload = decodeJson<P>(row.payload);
  if (!payload.readable) return null;
  return {
    ...identity(scope, row),
    payload: payload.value,
    ...optionalMetadata<M>(row.metadata),
    ...progress(row),
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
  };
}

/** Null when the row is not held, or its payload is unreadable. */
export function toClaim<P, M>(scope: QueueScope, row: EventRow): IngressClaim<P, M> | null {
  const claim = holder(row);
  const record = toRecord<P, M>(scope, row);
  return claim === null || record === null ? null : { ...record, claim };
}

export function toCorruptClaim(scope: QueueScope, row: EventRow): IngressCorruptClaim | null {
  const claim = holder(row);
  if (claim === null) return null;
  return {
    ...identity(scope, row),
    ...(row.lane_key === null ? {} : { laneKey: row.lane_key }),
    reason: "corrupt_payload",
    claim,
  };
}

export function toCompleted<C>(scope: QueueScope, row: EventRow): IngressCompletedRecord<C> {
  return {
    ...identity(scope, row),
    completedAt: row.completed_at ?? row.updated_at,
    ...optionalMetadata<C>(row.completed_metadata),
  };
}

export function toDeadLetter<P, M>(scope: QueueScope, row: EventRow): IngressDeadLetter<P, M> {
  const payload = decodeJson<P>(row.payload);
  return {
    ...identity(scope, row),
    ...(payload.readable ? { payload: payload.value } : {}),
    ...optionalMetadata<M>(row.metadata),
    ...progress(row),
    failedAt: row.failed_at ?? row.updated_at,
    reason: row.failed_reason ?? "failed",
    ...(row.last_error === null ? {} : { message: row.last_error }),
  };
}

function identity(scope: QueueScope, row: EventRow) {
  return { id: row.event_id, ...scope };
}

function progress(row: EventRow) {
  return {
    receivedAt: row.received_at,
    updatedAt: row.updated_at,
    ...(row.lane_key === null ? {} : { laneKey: row.lane_key }),
    attempts: row.attempts,
    ...(row.last_attempt_at === null ? {} : { lastAttemptAt: row.last_attempt_at }),
  };
}

function holder(row: EventRow): ClaimHolder | null {
  if (row.claim_token === null || row.claim_owner === null || row.claimed_at === null) return null;
  return { token: row.claim_token, ownerId: row.claim_owner, claimedAt: row.claimed_at };
}

/** Metadata only describes; when it is broken the event is still worth handling without it. */
function optionalMetadata<M>(text: string | null): { metadata?: M } {
  const decoded = decodeJson<M>(text);
  return decoded.readable ? { metadata: decoded.value } : {};
}
