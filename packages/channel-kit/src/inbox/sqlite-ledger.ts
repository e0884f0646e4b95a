import { ChannelError } from "../outcome/channel-error.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import type { QueueScope } from "./queue-context.ts";
import type { InboxDatabase } from "./sqlite-database.ts";
import { decodeJson, encodeJson } from "./sqlite-rows.ts";

interface LedgerRow {
  key: string;
  value: string;
  updated_at: number;
}

const GET = "SELECT * FROM ledger WHERE queue_name = :queue AND key = :key";
const PUT = `
  INSERT INTO ledger (queue_name, key, value, updated_at) VALUES (:queue, :key, :value, :now)
  ON CONFLICT (queue_name, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`;
const DELETE = "DELETE FROM ledger WHERE queue_name = :queue AND key = :key";
const FROM_KEY = "SELECT * FROM ledger WHERE queue_name = :queue AND key >= :prefix ORDER BY key";
const OF_PREFIX = "queue_name = :queue AND substr(key, 1, length(:prefix)) = :prefix";
const DELETE_OLDER = `DELETE FROM ledger WHERE ${OF_PREFIX} AND updated_at < :cutoff`;
const DELETE_BEYOND_NEWEST = `
  DELETE FROM ledger WHERE queue_name = :queue AND key IN (
    SELECT key FROM ledger WHERE ${OF_PREFIX} ORDER BY updated_at DESC, key DESC LIMIT -1 OFFSET :most)`;

/** The ledger of one account over an open database. */
export function sqliteLedger(db: InboxDatabase, scope: QueueScope): Ledger {
  const queue = scope.queueName;
  const action = (verb: string) => `${verb} the ledger of account "${scope.accountId}"`;

  const find = (key: string): LedgerEntry | undefined => {
    const found = db.statement(GET).get({ queue, key }) as LedgerRow | undefined;
    if (found === undefined) return undefined;
    const decoded = decodeJson<unknown>(found.value);
    // Not "absent": whoever asks whether something was done must not hear "no" because of a broken text.
    if (!decoded.readable) throw unreadable(scope, key);
    return { value: decoded.value, updatedAt: found.updated_at };
  };
  const put = (key: string, text: string) =>
    db.statement(PUT).run({ queue, key, value: text, now: db.now() });
  const remove = (key: string) => db.statement(DELETE).run({ queue, key }).changes > 0;

  return {
    get: (key) => db.read(action("read"), () => find(key)),
    put: async (key, value) => {
      const text = encodeJson(value, "ledger value");
      await db.write(action("write"), () => put(key, text));
    },
    update: (key, change) =>
      db.write(action("write"), () => {
        const value = change(find(key)?.value);
        if (value === undefined) remove(key);
        else put(key, encodeJson(value, "ledger value"));
        return value;
      }),
    delete: (key) => db.write(action("write"), () => remove(key)),
    list: (prefix) => db.read(action("read"), () => entriesFrom(db, queue, prefix)),
    prune: ({ olderThanMs, maxEntries, prefix = "" }) =>
      db.write(action("clear old entries from"), () => {
        let forgotten = 0;
        if (olderThanMs !== undefined) {
          const cutoff = Math.floor(db.now() - olderThanMs);
          forgotten += Number(db.statement(DELETE_OLDER).run({ queue, prefix, cutoff }).changes);
        }
        if (maxEntries !== undefined) {
          const most = Math.max(0, Math.floor(maxEntries));
          forgotten += Number(db.statement(DELETE_BEYOND_NEWEST).run({ queue, prefix, most }).changes);
        }
        return forgotten;
      }),
  };
}

/** Keys with one prefix lie together in the index, so the walk ends at the first that has another. */
function entriesFrom(db: InboxDatabase, queue: string, prefix: string) {
  const entries: ({ key: string } & LedgerEntry)[] = [];
  for (const found of db.statement(FROM_KEY).iterate({ queue, prefix })) {
    const { key, value, updated_at } = found as unknown as LedgerRow;
    if (!key.startsWith(prefix)) break;
    const decoded = decodeJson<unknown>(value);
    if (decoded.readable) entries.push({ key, value: decoded.value, updatedAt: updated_at });
  }
  return entries;
}

function unreadable(scope: QueueScope, key: string): ChannelError {
  return new ChannelError(
    "storage",
    `Entry ${key} in the ledger of channel "${scope.channelId}", account "${scope.accountId}", cannot be read.`,
    { fix: "Its database file has been changed from outside.", retryable: false },
  );
}
