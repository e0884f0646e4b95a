import { INGRESS_RETENTION, type IngressPruneOptions } from "./queue.ts";
import type { QueueContext } from "./queue-context.ts";

type Prunable = "pending" | "completed" | "failed";

/** Completed and failed rows do not change any more, so their last change is the moment they became so. */
const olderThan = (status: Prunable) => `
  DELETE FROM events WHERE queue_name = :queue AND status = '${status}' AND updated_at < :cutoff
    AND event_id NOT IN (SELECT value FROM json_each(:protected))`;
const beyondNewest = (status: Prunable) => `
  DELETE FROM events WHERE seq IN (
      SELECT seq FROM events WHERE queue_name = :queue AND status = '${status}'
      ORDER BY updated_at DESC, seq DESC LIMIT -1 OFFSET :most)
    AND event_id NOT IN (SELECT value FROM json_each(:protected))`;

export async function prune({ db, scope }: QueueContext, options: IngressPruneOptions = {}): Promise<number> {
  const { protectIds, now = db.now(), ...asked } = options;
  const limits: IngressPruneOptions = Object.values(asked).some((value) => value !== undefined)
    ? asked
    : INGRESS_RETENTION;
  const base = { queue: scope.queueName, protected: JSON.stringify([...(protectIds ?? [])]) };
  const rules = [
    { status: "pending", ttlMs: limits.pendingTtlMs, most: limits.pendingMaxEntries },
    { status: "completed", ttlMs: limits.completedTtlMs, most: limits.completedMaxEntries },
    { status: "failed", ttlMs: limits.failedTtlMs, most: limits.failedMaxEntries },
  ] as const;
  return db.write(`forget old events of account "${scope.accountId}"`, () => {
    let forgotten = 0;
    for (const { status, ttlMs, most } of rules) {
      if (ttlMs !== undefined) {
        const cutoff = Math.floor(now - ttlMs);
        forgotten += Number(db.statement(olderThan(status)).run({ ...base, cutoff }).changes);
      }
      if (most !== undefined) {
        const kept = Math.max(0, Math.floor(most));
        forgotten += Number(db.statement(beyondNewest(status)).run({ ...base, most: kept }).changes);
      }
    }
    return forgotten;
  });
}
