import { ChannelError } from "../outcome/channel-error.ts";
import type { IngressEnqueueOptions, IngressEnqueueResult, IngressResubmitResult } from "./queue.ts";
import type { QueueContext, QueueScope } from "./queue-context.ts";
import type { InboxDatabase } from "./sqlite-database.ts";
import {
  decodeJson,
  type EventRow,
  encodeJson,
  toClaim,
  toCompleted,
  toDeadLetter,
  toRecord,
} from "./sqlite-rows.ts";

const INSERT = `
  INSERT INTO events (queue_name, event_id, status, lane_key, payload, metadata, received_at, updated_at)
  VALUES (:queue, :id, 'pending', :laneKey, :payload, :metadata, :receivedAt, :now)
  ON CONFLICT (queue_name, event_id) DO NOTHING
  RETURNING *`;
const FIND = "SELECT * FROM events WHERE queue_name = :queue AND event_id = :id";
const FAIL_UNREADABLE = `
  UPDATE events SET status = 'failed', failed_at = :now, failed_reason = 'corrupt_payload', last_error = NULL,
    claim_token = NULL, claim_owner = NULL, claimed_at = NULL, updated_at = :now
  WHERE seq = :seq
  RETURNING *`;
const RESUBMIT = `
  UPDATE events SET status = 'pending', received_at = :now, updated_at = :now, attempts = 0,
    last_attempt_at = NULL, last_error = NULL, failed_at = NULL, failed_reason = NULL
  WHERE seq = :seq
  RETURNING *`;

/** Writes an event down. Texts are made first, so that a payload without a JSON form fails alone and early. */
export async function append<P, M, C>(
  { db, scope }: QueueContext,
  id: string,
  payload: P,
  options: IngressEnqueueOptions<M> = {},
): Promise<IngressEnqueueResult<P, M, C>> {
  if (id.trim() === "") throw new RangeError("Empty event id.");
  const now = db.now();
  const values = {
    queue: scope.queueName,
    id,
    laneKey: options.laneKey ?? null,
    payload: encodeJson(payload, "event's payload"),
    metadata: options.metadata === undefined ? null : encodeJson(options.metadata, "event's metadata"),
    receivedAt: Math.floor(options.receivedAt ?? now),
    now,
  };
  return db.write(`write down an event of account "${scope.accountId}"`, () => {
    const fresh = row(db.statement(INSERT).get(values));
    if (fresh === undefined) return whatBecameOf<P, M, C>(db, scope, id, now);
    const record = toRecord<P, M>(scope, fresh);
    if (record === null) throw unreadable(scope, id);
    return { kind: "accepted", duplicate: false, record };
  });
}

function whatBecameOf<P, M, C>(
  db: InboxDatabase,
  scope: QueueScope,
  id: string,
  now: number,
): IngressEnqueueResult<P, M, C> {
  const known = findEvent(db, scope, id);
  if (known === undefined) throw unreadable(scope, id);
  switch (known.status) {
    case "completed":
      return { kind: "completed", duplicate: true, record: toCompleted<C>(scope, known) };
    case "failed":
      return { kind: "failed", duplicate: true, record: toDeadLetter<P, M>(scope, known) };
    case "claimed": {
      const record = toClaim<P, M>(scope, known);
      // Its worker, or the recovery of its claim, will settle it; nobody else may.
      if (record === null) throw unreadable(scope, id);
      return { kind: "claimed", duplicate: true, record };
    }
    case "pending": {
      const record = toRecord<P, M>(scope, known);
      if (record !== null) return { kind: "pending", duplicate: true, record };
      const failed = failUnreadable(db, known, now);
      return { kind: "failed", duplicate: true, record: toDeadLetter<P, M>(scope, failed) };
    }
    default:
      return known.status satisfies never;
  }
}

/** Puts an event aside whose payload cannot be read. What is left of the text stays for whoever investigates. */
export function failUnreadable(db: InboxDatabase, event: EventRow, now: number): EventRow {
  return row(db.statement(FAIL_UNREADABLE).get({ seq: event.seq, now })) ?? event;
}

export function findEvent(db: InboxDatabase, scope: QueueScope, id: string): EventRow | undefined {
  return row(db.statement(FIND).get({ queue: scope.queueName, id }));
}

export async function resubmit<P, M, C>(
  { db, scope }: QueueContext,
  id: string,
  resubmittedAt?: number,
): Promise<IngressResubmitResult<P, M, C>> {
  const now = Math.floor(resubmittedAt ?? db.now());
  return db.write(`make an event of account "${scope.accountId}" wait again`, () => {
    const known = findEvent(db, scope, id);
    if (known === undefined) return { kind: "not-found" };
    if (known.status === "completed") return { kind: "completed", record: toCompleted<C>(scope, known) };
    if (known.status !== "failed") return { kind: "active", status: known.status };
    const previous = toDeadLetter<P, M>(scope, known);
    if (!decodeJson(known.payload).readable) return { kind: "unrecoverable", record: previous };
    const updated = row(db.statement(RESUBMIT).get({ seq: known.seq, now }));
    const record = updated === undefined ? null : toRecord<P, M>(scope, updated);
    if (record === null) throw unreadable(scope, id);
    return { kind: "resubmitted", record, previous };
  });
}

/** SQLite's own types end here: the table is STRICT, so its rows have the form that its text declares. */
export function row(found: unknown): EventRow | undefined {
  return found as EventRow | undefined;
}

function unreadable(scope: QueueScope, id: string): ChannelError {
  return new ChannelError(
    "storage",
    `Event ${id} in the inbox of channel "${scope.channelId}", account "${scope.accountId}", cannot be read.`,
    { fix: "It is put aside as failed when the account starts again." },
  );
}
