import type { DatabaseSync } from "node:sqlite";
import { type InboxPlace, unusableFile } from "./sqlite-errors.ts";

/** Goes up by one with every change of the tables; kept in the file as `PRAGMA user_version`. */
export const SCHEMA_VERSION = 1;

/**
 * `seq` gives events of one millisecond the order in which they came. A completed event has no payload; a
 * failed one keeps it. The partial indexes keep a queue with thousands of tombstones as quick as an empty one.
 */
const SCHEMA = `
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  queue_name TEXT NOT NULL,
  event_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'claimed', 'completed', 'failed')),
  lane_key TEXT,
  payload TEXT,
  metadata TEXT,
  received_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_attempt_at INTEGER,
  last_error TEXT,
  claim_token TEXT,
  claim_owner TEXT,
  claimed_at INTEGER,
  completed_at INTEGER,
  completed_metadata TEXT,
  failed_at INTEGER,
  failed_reason TEXT,
  UNIQUE (queue_name, event_id),
  CHECK ((status = 'claimed') = (claim_token IS NOT NULL)),
  CHECK ((status = 'claimed') = (claim_owner IS NOT NULL)),
  CHECK ((status = 'claimed') = (claimed_at IS NOT NULL)),
  CHECK ((status = 'completed') = (completed_at IS NOT NULL)),
  CHECK ((status = 'failed') = (failed_at IS NOT NULL)),
  CHECK ((status = 'failed') = (failed_reason IS NOT NULL))
) STRICT;
CREATE INDEX events_pending ON events (queue_name, received_at) WHERE status = 'pending';
CREATE INDEX events_claimed ON events (queue_name, claimed_at) WHERE status = 'claimed';
CREATE INDEX events_completed ON events (queue_name, updated_at) WHERE status = 'completed';
CREATE INDEX events_failed ON events (queue_name, updated_at) WHERE status = 'failed';
CREATE TABLE ledger (
  queue_name TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (queue_name, key)
) STRICT, WITHOUT ROWID;
`;

/** Throws when the file was written by a newer version of us, or is somebody else's database. */
export function refuseForeignSchema(db: DatabaseSync, place: InboxPlace): void {
  const version = schemaVersion(db);
  if (version > SCHEMA_VERSION) {
    throw unusableFile(
      place,
      `its file has schema version ${version}, and this plugin knows only ${SCHEMA_VERSION}`,
      `Install the newer plugin again, or move ${place.file} aside to start with an empty inbox.`,
    );
  }
  if (version === 0 && db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() !== undefined) {
    throw unusableFile(
      place,
      "the file is a database of something else",
      `Move ${place.file} to where it belongs; a new one is made at the next start.`,
    );
  }
}

/** Makes the tables unless they are there. Two processes may do this at once. */
export function ensureSchema(db: DatabaseSync): void {
  if (schemaVersion(db) === SCHEMA_VERSION) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    if (schemaVersion(db) === 0) {
      db.exec(SCHEMA);
      db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    }
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function schemaVersion(db: DatabaseSync): number {
  const answer = db.prepare("PRAGMA user_version").get() as unknown as { user_version: number };
  return answer.user_version;
}
