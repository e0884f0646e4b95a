import type {
  IngressClaim,
  IngressClaimNextOptions,
  IngressClaimRef,
  IngressRecord,
  IngressRecoverOptions,
} from "./queue.ts";
import type { QueueContext } from "./queue-context.ts";
import { failUnreadable, findEvent, row } from "./sqlite-append.ts";
import { type EventRow, toClaim, toCorruptClaim, toRecord } from "./sqlite-rows.ts";

const DEFAULT_SCAN_LIMIT = 100;
/** Unreadable events put aside by one call, so that a damaged backlog cannot hold the write lock for long. */
const MAX_PUT_ASIDE = 100;

const TAKE = `
  UPDATE events SET status = 'claimed', claim_token = :token, claim_owner = :owner, claimed_at = :now,
    updated_at = :now, lane_key = coalesce(:laneKey, lane_key)
  WHERE seq = :seq AND status = 'pending'
  RETURNING *`;
const REFRESH = `
  UPDATE events SET claimed_at = :now, updated_at = :now
  WHERE queue_name = :queue AND event_id = :id AND status = 'claimed' AND claim_token = :token`;
const STALE = `
  SELECT * FROM events WHERE queue_name = :queue AND status = 'claimed' AND claimed_at <= :cutoff
  ORDER BY claimed_at, seq`;
const STILL_STALE =
  "WHERE seq = :seq AND status = 'claimed' AND claim_token = :token AND claimed_at <= :cutoff";
const GIVE_BACK = `
  UPDATE events SET status = 'pending', claim_token = NULL, claim_owner = NULL, claimed_at = NULL,
    attempts = attempts + 1, last_attempt_at = :now, updated_at = :now
  ${STILL_STALE}`;
const IS_STILL_STALE = `SELECT 1 FROM events ${STILL_STALE}`;
const CLAIMED_CANDIDATES = `
  SELECT * FROM events WHERE queue_name = :queue AND status = 'claimed'
    AND event_id IN (SELECT value FROM json_each(:candidates))`;

/** The pending events to look at, in order; the lists arrive as JSON so that one text serves any length. */
const scanFor = (order: "received_at, seq" | "event_id", among: "all" | "candidates") => `
  SELECT * FROM events WHERE queue_name = :queue AND status = 'pending'
    AND (lane_key IS NULL OR lane_key NOT IN (SELECT value FROM json_each(:blocked)))
    ${among === "all" ? "" : "AND event_id IN (SELECT value FROM json_each(:candidates))"}
  ORDER BY ${order} LIMIT :limit`;

export async function claimNext<P, M>(
  context: QueueContext,
  options: IngressClaimNextOptions<P, M> = {},
): Promise<IngressClaim<P, M> | null> {
  const { db, scope } = context;
  if (options.staleMs !== undefined) await recoverStaleClaims<P, M>(context, { staleMs: options.staleMs });
  // Read out now: an iterator can be walked only once, and the transaction may have to be repeated.
  const blocked = [...(options.blockedLaneKeys ?? [])];
  const candidates = options.candidateIds === undefined ? undefined : [...options.candidateIds];
  if (candidates?.length === 0) return null;
  return db.write(`claim an event of account "${scope.accountId}"`, () => {
    const lanes = new Set([...blocked, ...lanesOfClaimed(context, candidates, options)]);
    const found = firstClaimable(context, lanes, candidates, options);
    return found === null ? null : take<P, M>(context, found.row, options.ownerId, found.laneKey);
  });
}

export async function claimById<P, M>(
  context: QueueContext,
  id: string,
  ownerId?: string,
): Promise<IngressClaim<P, M> | null> {
  const { db, scope } = context;
  return db.write(`claim an event of account "${scope.accountId}"`, () => {
    const known = findEvent(db, scope, id);
    if (known?.status !== "pending") return null;
    if (toRecord(scope, known) === null) {
      failUnreadable(db, known, db.now());
      return null;
    }
    return take<P, M>(context, known, ownerId);
  });
}

export async function refreshClaim(
  { db, scope }: QueueContext,
  { id, claim: { token } }: IngressClaimRef,
  refreshedAt?: number,
): Promise<boolean> {
  const now = Math.floor(refreshedAt ?? db.now());
  return db.write(`renew a claim of account "${scope.accountId}"`, () => {
    return db.statement(REFRESH).run({ queue: scope.queueName, id, token, now }).changes > 0;
  });
}

export async function recoverStaleClaims<P, M>(
  context: QueueContext,
  options: IngressRecoverOptions<P, M> = {},
): Promise<number> {
  const { db, scope } = context;
  const now = Math.floor(options.now ?? db.now());
  const cutoff = now - Math.max(0, Math.floor(options.staleMs ?? 0));
  const stale = await db.read(`look for lost claims of account "${scope.accountId}"`, () =>
    db.statement(STALE).all({ queue: scope.queueName, cutoff }),
  );
  let moved = 0;
  for (const found of stale) {
    const event = row(found);
    if (event === undefined) continue;
    const verdict = await verdictOn(context, event, options);
    if (verdict !== "leave" && (await giveBack(context, event, verdict, now, cutoff))) moved += 1;
  }
  return moved;
}

type Verdict = "leave" | "pending" | "failed";

async function verdictOn<P, M>(
  { scope }: QueueContext,
  event: EventRow,
  { shouldRecover, shouldRecoverCorrupt }: IngressRecoverOptions<P, M>,
): Promise<Verdict> {
  const claim = toClaim<P, M>(scope, event);
  if (claim !== null) {
    return shouldRecover === undefined || (await shouldRecover(claim)) ? "pending" : "leave";
  }
  const corrupt = toCorruptClaim(scope, event);
  if (corrupt === null) return "leave";
  if (shouldRecoverCorrupt === undefined) return shouldRecover === undefined ? "failed" : "leave";
  return (await shouldRecoverCorrupt(corrupt)) ? "failed" : "leave";
}

async function giveBack(
  { db, scope }: QueueContext,
  event: EventRow,
  verdict: "pending" | "failed",
  now: number,
  cutoff: number,
): Promise<boolean> {
  const guard = { seq: event.seq, token: event.claim_token, cutoff };
  return db.write(`give back a lost claim of account "${scope.accountId}"`, () => {
    if (verdict === "pending") return db.statement(GIVE_BACK).run({ ...guard, now }).changes > 0;
    if (db.statement(IS_STILL_STALE).get(guard) === undefined) return false;
    failUnreadable(db, event, now);
    return true;
  });
}

function firstClaimable<P, M>(
  { db, scope }: QueueContext,
  blocked: ReadonlySet<string>,
  candidates: readonly string[] | undefined,
  options: IngressClaimNextOptions<P, M>,
): { row: EventRow; laneKey: string | undefined } | null {
  const order = options.orderBy === "id" ? "event_id" : "received_at, seq";
  const scan = db.statement(scanFor(order, candidates === undefined ? "all" : "candidates"));
  // A stored lane may be replaced by the caller's, so only the derived lanes can be compared.
  const storedLanesStand =
    options.deriveLaneKey === undefined || options.reconcileStoredLaneKey === undefined;
  const values = {
    queue: scope.queueName,
    blocked: JSON.stringify(storedLanesStand ? [...blocked] : []),
    limit: Math.max(1, Math.floor(options.scanLimit ?? DEFAULT_SCAN_LIMIT)),
    ...(candidates === undefined ? {} : { candidates: JSON.stringify(candidates) }),
  };
  for (let putAside = 0; ; ) {
    const before = putAside;
    for (const found of scan.all(values)) {
      const event = row(found);
      if (event === undefined) continue;
      const record = toRecord<P, M>(scope, event);
      if (record === null) {
        if (putAside === MAX_PUT_ASIDE) return null;
        failUnreadable(db, event, db.now());
        putAside += 1;
        continue;
      }
      const laneKey = laneOf(record, options);
      if (laneKey === undefined || !blocked.has(laneKey)) return { row: event, laneKey };
    }
    // Unreadable events may have filled the window, so the ones behind them get their look too.
    if (putAside === before) return null;
  }
}

function lanesOfClaimed<P, M>(
  { db, scope }: QueueContext,
  candidates: readonly string[] | undefined,
  options: IngressClaimNextOptions<P, M>,
): string[] {
  if (candidates === undefined) return [];
  const values = { queue: scope.queueName, candidates: JSON.stringify(candidates) };
  return db
    .statement(CLAIMED_CANDIDATES)
    .all(values)
    .flatMap((found) => {
      const event = row(found);
      const record = event === undefined ? null : toRecord<P, M>(scope, event);
      return (record === null ? event?.lane_key : laneOf(record, options)) ?? [];
    });
}

function laneOf<P, M>(
  record: IngressRecord<P, M>,
  { deriveLaneKey, reconcileStoredLaneKey }: IngressClaimNextOptions<P, M>,
): string | undefined {
  const stored = record.laneKey;
  if (stored === undefined) return deriveLaneKey?.(record) || undefined;
  if (deriveLaneKey === undefined || reconcileStoredLaneKey === undefined) return stored;
  const derived = deriveLaneKey(record);
  if (!derived || derived === stored) return stored;
  return reconcileStoredLaneKey(record, stored, derived) ? derived : stored;
}

function take<P, M>(
  { db, scope, newToken }: QueueContext,
  event: EventRow,
  ownerId: string | undefined,
  laneKey?: string,
): IngressClaim<P, M> | null {
  const taken = row(
    db.statement(TAKE).get({
      seq: event.seq,
      token: newToken(),
      owner: ownerId?.trim() || String(process.pid),
      laneKey: laneKey ?? null,
      now: db.now(),
    }),
  );
  return taken === undefined ? null : toClaim<P, M>(scope, taken);
}
