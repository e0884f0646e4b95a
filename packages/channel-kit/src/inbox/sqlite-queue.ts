import type { IngressQueue } from "./queue.ts";
import type { QueueContext } from "./queue-context.ts";
import { append, resubmit } from "./sqlite-append.ts";
import { claimById, claimNext, recoverStaleClaims, refreshClaim } from "./sqlite-claims.ts";
import { prune } from "./sqlite-retention.ts";
import { type EventRow, toClaim, toDeadLetter, toRecord } from "./sqlite-rows.ts";
import { complete, fail, forget, release } from "./sqlite-settle.ts";

const DEFAULT_LIST_LIMIT = 100;

/** The queue of one account over an open database. */
export function sqliteQueue<P, M, C>(context: QueueContext): IngressQueue<P, M, C> {
  const { db, scope } = context;
  const queue = scope.queueName;
  return {
    enqueue: async (id, payload, options) => append(context, id, payload, options),
    listPending: ({ limit, orderBy, laneKey } = {}) =>
      db.read("list waiting events", () => {
        const sql = pendingBy(orderBy === "id" ? "event_id" : "received_at, seq", laneKey !== undefined);
        const values = laneKey === undefined ? { queue } : { queue, laneKey };
        return collect(db.statement(sql).iterate(values), limit, (row) => toRecord<P, M>(scope, row));
      }),
    listClaims: () =>
      db.read("list claimed events", () =>
        collect(db.statement(CLAIMS).iterate({ queue }), "all", (row) => toClaim<P, M>(scope, row)),
      ),
    listFailed: ({ limit } = {}) =>
      db.read("list failed events", () =>
        collect(db.statement(FAILED).iterate({ queue }), limit, (row) => toDeadLetter<P, M>(scope, row)),
      ),
    claimNext: async (options) => claimNext<P, M>(context, options),
    claim: async (id, options) => claimById<P, M>(context, id, options?.ownerId),
    refreshClaim: async (claim, options) => refreshClaim(context, claim, options?.refreshedAt),
    complete: async (idOrClaim, options) => complete(context, idOrClaim, options),
    release: async (idOrClaim, options) => release(context, idOrClaim, options),
    fail: async (idOrClaim, options) => fail(context, idOrClaim, options),
    resubmit: async (id, options) => resubmit<P, M, C>(context, id, options?.resubmittedAt),
    delete: async (idOrClaim) => forget(context, idOrClaim),
    recoverStaleClaims: async (options) => recoverStaleClaims<P, M>(context, options),
    prune: async (options) => prune(context, options),
  };
}

const pendingBy = (order: "received_at, seq" | "event_id", ofLane: boolean) => `
  SELECT * FROM events WHERE queue_name = :queue AND status = 'pending'
    ${ofLane ? "AND lane_key = :laneKey" : ""}
  ORDER BY ${order}`;
const CLAIMS =
  "SELECT * FROM events WHERE queue_name = :queue AND status = 'claimed' ORDER BY claimed_at, received_at, seq";
const FAILED = "SELECT * FROM events WHERE queue_name = :queue AND status = 'failed' ORDER BY failed_at, seq";

/** The first `limit` rows that can be read. */
function collect<T>(
  rows: Iterable<unknown>,
  limit: number | "all" | undefined,
  decode: (row: EventRow) => T | null,
): T[] {
  const most = limit === "all" ? Number.POSITIVE_INFINITY : Math.max(1, limit ?? DEFAULT_LIST_LIMIT);
  const found: T[] = [];
  for (const row of rows) {
    const decoded = decode(row as EventRow);
    if (decoded !== null) found.push(decoded);
    if (found.length >= most) break;
  }
  return found;
}
