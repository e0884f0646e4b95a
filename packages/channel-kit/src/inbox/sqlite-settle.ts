import type { SQLInputValue } from "node:sqlite";
import type { IngressClaimRef } from "./queue.ts";
import type { QueueContext } from "./queue-context.ts";
import { encodeJson } from "./sqlite-rows.ts";

type Target = string | { id: string; claim?: { token: string } };

/** By token: only the present holder's claim. Without one: only an event that nobody holds. */
const TARGET = `
  queue_name = :queue AND event_id = :id
  AND ((:token IS NULL AND status = 'pending') OR (:token IS NOT NULL AND status = 'claimed' AND claim_token = :token))`;
const UNHELD = "claim_token = NULL, claim_owner = NULL, claimed_at = NULL";

const COMPLETE = `
  UPDATE events SET status = 'completed', completed_at = :now, completed_metadata = :metadata, updated_at = :now,
    payload = NULL, metadata = NULL, last_attempt_at = NULL, last_error = NULL, ${UNHELD}
  WHERE ${TARGET}`;
const REMEMBER_AS_COMPLETED = `
  INSERT INTO events (queue_name, event_id, status, received_at, updated_at, completed_at, completed_metadata)
  VALUES (:queue, :id, 'completed', :now, :now, :now, :metadata)
  ON CONFLICT (queue_name, event_id) DO NOTHING`;
const RELEASE = `
  UPDATE events SET status = 'pending', updated_at = :now, ${UNHELD},
    attempts = attempts + :attempt,
    last_attempt_at = iif(:attempt = 1, :now, last_attempt_at),
    last_error = coalesce(:lastError, last_error)
  WHERE ${TARGET}`;
const FAIL = `
  UPDATE events SET status = 'failed', failed_at = :now, failed_reason = :reason, last_error = :message,
    updated_at = :now, ${UNHELD}
  WHERE ${TARGET}`;
const DELETE = `DELETE FROM events WHERE ${TARGET}`;
const DISCARD_FAILED =
  "DELETE FROM events WHERE queue_name = :queue AND event_id = :id AND status = 'failed'";

export async function complete(
  context: QueueContext,
  idOrClaim: string | IngressClaimRef,
  options: { metadata?: unknown; completedAt?: number } = {},
): Promise<boolean> {
  const { db, scope } = context;
  const target = targetOf(context, idOrClaim);
  const values = {
    now: Math.floor(options.completedAt ?? db.now()),
    metadata: options.metadata === undefined ? null : encodeJson(options.metadata, "completion metadata"),
  };
  return db.write(`complete an event of account "${scope.accountId}"`, () => {
    if (db.statement(COMPLETE).run({ ...target, ...values }).changes > 0) return true;
    if (target.token !== null) return false;
    const { queue, id } = target;
    return db.statement(REMEMBER_AS_COMPLETED).run({ queue, id, ...values }).changes > 0;
  });
}

export async function release(
  context: QueueContext,
  idOrClaim: string | IngressClaimRef,
  options: { lastError?: string; releasedAt?: number; recordAttempt?: boolean } = {},
): Promise<boolean> {
  return settle(context, "release", RELEASE, {
    ...targetOf(context, idOrClaim),
    now: Math.floor(options.releasedAt ?? context.db.now()),
    attempt: options.recordAttempt === false ? 0 : 1,
    lastError: options.lastError ?? null,
  });
}

export async function fail(
  context: QueueContext,
  idOrClaim: string | IngressClaimRef,
  options: { reason: string; message?: string; failedAt?: number },
): Promise<boolean> {
  return settle(context, "put aside", FAIL, {
    ...targetOf(context, idOrClaim),
    now: Math.floor(options.failedAt ?? context.db.now()),
    reason: options.reason,
    message: options.message ?? null,
  });
}

export async function forget(context: QueueContext, idOrClaim: Target): Promise<boolean> {
  return settle(context, "delete", DELETE, targetOf(context, idOrClaim));
}

export async function discardFailed(context: QueueContext, id: string): Promise<boolean> {
  const { queue } = targetOf(context, id);
  return settle(context, "discard", DISCARD_FAILED, { queue, id });
}

async function settle(
  { db, scope }: QueueContext,
  verb: string,
  sql: string,
  values: Record<string, SQLInputValue>,
): Promise<boolean> {
  return db.write(
    `${verb} an event of account "${scope.accountId}"`,
    () => db.statement(sql).run(values).changes > 0,
  );
}

function targetOf({ scope }: QueueContext, idOrClaim: Target) {
  const target = typeof idOrClaim === "string" ? { id: idOrClaim } : idOrClaim;
  if (target.id.trim() === "") throw new RangeError("Empty event id.");
  return { queue: scope.queueName, id: target.id, token: target.claim?.token ?? null };
}
