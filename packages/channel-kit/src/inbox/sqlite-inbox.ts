import { randomUUID } from "node:crypto";
import { type Clock, systemClock } from "../time/clock.ts";
import type { Inbox, InboxDepth } from "./inbox.ts";
import { queueScope } from "./queue-context.ts";
import { InboxDatabase } from "./sqlite-database.ts";
import { sqliteLedger } from "./sqlite-ledger.ts";
import { sqliteQueue } from "./sqlite-queue.ts";
import { discardFailed } from "./sqlite-settle.ts";

export interface OpenInboxOptions {
  /** The database file; its folder is made when it is missing. Everything in it belongs to one channel. */
  file: string;
  channelId: string;
  clock?: Clock;
  /** Source of chance in [0, 1) for the pauses while another process holds the file. */
  random?: () => number;
  /** Maker of claim tokens, each different from all others. */
  newToken?: () => string;
  /** How long a write waits for another process that holds the file, in milliseconds; 5,000 when absent. */
  lockWaitMs?: number;
  /** The file never grows past this many pages of 4,096 bytes; absent means until the disk is full. */
  maxPages?: number;
}

/** Longer than any honest transaction of another process, shorter than the patience of a webhook's sender. */
const LOCK_WAIT_MS = 5_000;

type Counted = "pending" | "claimed" | "failed";

// The state is part of the text, because only so can the index of that state be used.
const countOf = (status: Counted) => `
  SELECT count(*) AS entries, min(received_at) AS oldest FROM events
  WHERE queue_name = :queue AND status = '${status}'`;

/**
 * Opens, or makes, the inbox of a channel in an SQLite file that several processes may share. Throws
 * `ChannelError("storage")` when the file is damaged, newer than this code, locked or not accessible; the
 * file is then left exactly as it was.
 */
export function openInbox(options: OpenInboxOptions): Inbox {
  const { file, channelId, clock = systemClock, random = Math.random, newToken = randomUUID } = options;
  const { lockWaitMs = LOCK_WAIT_MS, maxPages } = options;
  const db = new InboxDatabase({ file, channelId, clock, random, lockWaitMs, maxPages });
  const close = () => db.close();
  return {
    queue: (accountId) => sqliteQueue({ db, scope: queueScope(channelId, accountId), newToken }),
    ledger: (accountId) => sqliteLedger(db, queueScope(channelId, accountId)),
    depth: (accountId) => depth(db, queueScope(channelId, accountId).queueName),
    discardFailed: (accountId, id) =>
      discardFailed({ db, scope: queueScope(channelId, accountId), newToken }, id),
    close,
    [Symbol.dispose]: close,
  };
}

function depth(db: InboxDatabase, queue: string): InboxDepth {
  return db.readNow("count its events", () => {
    const count = (status: Counted) =>
      db.statement(countOf(status)).get({ queue }) as unknown as { entries: number; oldest: number | null };
    const { entries: pending, oldest } = count("pending");
    return {
      pending,
      claimed: count("claimed").entries,
      failed: count("failed").entries,
      ...(oldest === null ? {} : { oldestPendingAt: oldest }),
    };
  });
}
