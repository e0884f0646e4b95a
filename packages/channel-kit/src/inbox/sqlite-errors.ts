import { ChannelError } from "../outcome/channel-error.ts";

/** Whose database it is, for messages. */
export interface InboxPlace {
  channelId: string;
  file: string;
}

interface SqliteError extends Error {
  /** SQLite's extended result code; its low byte is the primary one. */
  errcode: number;
}

/** Primary result codes, from https://www.sqlite.org/rescode.html. */
const PERM = 3;
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number";
}

/** True when another connection holds the database, so that trying again can help. */
export function isLockedOut(error: unknown): boolean {
  if (!isSqliteError(error)) return false;
  const code = primary(error);
  return code === BUSY || code === LOCKED;
}

/** What happened and how to mend it, in the operator's words. Anything but an SQLite error passes unchanged. */
export function explain(place: InboxPlace, action: string, error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  const { reason, fix, retryable } = diagnosis(place, primary(error));
  return new ChannelError("storage", `${inboxName(place)} could not ${action}: ${reason}.`, {
    fix,
    retryable,
    cause: error,
  });
}

/** A file that cannot be used as it is. It is never moved or changed by us. */
export function unusableFile(place: InboxPlace, reason: string, fix: string, cause?: unknown): ChannelError {
  return new ChannelError("storage", `${inboxName(place)} cannot be opened: ${reason}.`, {
    fix,
    retryable: false,
    cause,
  });
}

export function damagedFile(place: InboxPlace, cause: unknown): ChannelError {
  return unusableFile(place, "its database file is damaged", damagedFix(place), cause);
}

export function isDamage(error: unknown): boolean {
  if (!isSqliteError(error)) return false;
  const code = primary(error);
  return code === CORRUPT || code === NOTADB;
}

const inboxName = (place: InboxPlace) => `The inbox of channel "${place.channelId}"`;

const primary = (error: SqliteError) => error.errcode & 0xff;

const damagedFix = ({ file }: InboxPlace) =>
  `The file was left untouched. Stop the gateway and move ${file} aside together with ${file}-wal and ${file}-shm; ` +
  `a new one is made at the next start. What the old one still holds can be saved with: sqlite3 ${file} .recover`;

function diagnosis(place: InboxPlace, code: number): { reason: string; fix: string; retryable: boolean } {
  switch (code) {
    case FULL:
      return {
        reason: "the disk is full",
        fix: `Free space on the disk that holds ${place.file}; what was stored before is safe.`,
        retryable: true,
      };
    case BUSY:
    case LOCKED:
      return {
        reason: "another process keeps the database locked",
        fix: `Find and stop the program that holds ${place.file} open.`,
        retryable: true,
      };
    case CORRUPT:
    case NOTADB:
      return { reason: "its database file is damaged", fix: damagedFix(place), retryable: false };
    case PERM:
    case READONLY:
    case CANTOPEN:
      return {
        reason: "the file may not be read or written",
        fix: `Give the gateway's user read and write access to ${place.file} and its folder.`,
        retryable: true,
      };
    default:
      return {
        reason: "the database reported an error",
        fix: `Check the disk that holds ${place.file}.`,
        retryable: true,
      };
  }
}
