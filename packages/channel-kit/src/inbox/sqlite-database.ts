import { chmodSync, closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { ChannelError } from "../outcome/channel-error.ts";
import { backoffMs } from "../time/backoff.ts";
import type { Clock } from "../time/clock.ts";
import { GroupCommit } from "./group-commit.ts";
import {
  damagedFile,
  explain,
  type InboxPlace,
  isDamage,
  isLockedOut,
  unusableFile,
} from "./sqlite-errors.ts";
import { ensureSchema, refuseForeignSchema } from "./sqlite-schema.ts";

export interface DatabaseOptions extends InboxPlace {
  clock: Clock;
  random: () => number;
  lockWaitMs: number;
  maxPages: number | undefined;
}

/**
 * How long one attempt blocks the process inside SQLite while another connection writes, in milliseconds.
 * Our own transactions are shorter; whoever holds the lock longer is waited for without blocking.
 */
const BUSY_TIMEOUT_MS = 100;
/** Pause between two attempts, in milliseconds: first and longest. */
const LOCK_RETRY = { baseMs: 10, capMs: 200 };

/** The one connection of an inbox: prepared statements, durable transactions, errors in words. */
export class InboxDatabase {
  readonly #options: DatabaseOptions;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #group = new GroupCommit((work) => this.#patiently(() => this.#transaction(work)), isLockedOut);

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#db = openFile(options);
  }

  /** A prepared statement; `sql` must be one of a fixed set of texts, because each stays prepared. */
  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }

  now(): number {
    return this.#options.clock.now();
  }

  /**
   * Runs `work` in a write transaction that may be shared with other writes of the same moment, and resolves
   * once it is on disk. `work` must not wait and may run more than once. `action` completes "could not …".
   */
  async write<T>(action: string, work: () => T): Promise<T> {
    this.#mustBeOpen(action);
    try {
      return await this.#group.run(work);
    } catch (error) {
      throw explain(this.#options, action, error);
    }
  }

  /** Runs a query, waiting for a moment when somebody locks the whole file. */
  async read<T>(action: string, query: () => T): Promise<T> {
    this.#mustBeOpen(action);
    try {
      return await this.#patiently(query);
    } catch (error) {
      throw explain(this.#options, action, error);
    }
  }

  /** Runs a query at once; throws when somebody locks the whole file. */
  readNow<T>(action: string, query: () => T): T {
    this.#mustBeOpen(action);
    try {
      return query();
    } catch (error) {
      throw explain(this.#options, action, error);
    }
  }

  close(): void {
    if (!this.#db.isOpen) return;
    this.#group.flush((work) => this.#transaction(work));
    this.#statements.clear();
    this.#db.close();
  }

  #transaction<T>(work: () => T): T {
    this.#mustBeOpen("finish a write");
    this.statement("BEGIN IMMEDIATE").run();
    try {
      const result = work();
      this.statement("COMMIT").run();
      return result;
    } catch (error) {
      // A full disk or an input/output error may have ended the transaction already.
      if (this.#db.isTransaction) this.statement("ROLLBACK").run();
      throw error;
    }
  }

  async #patiently<T>(attempt: () => T): Promise<T> {
    const { clock, lockWaitMs, random } = this.#options;
    const giveUpAt = clock.now() + lockWaitMs;
    for (let tries = 1; ; tries += 1) {
      try {
        return attempt();
      } catch (error) {
        if (!isLockedOut(error) || clock.now() >= giveUpAt) throw error;
      }
      await clock.sleep(backoffMs(tries, { ...LOCK_RETRY, random }));
      this.#mustBeOpen("finish a write");
    }
  }

  #mustBeOpen(action: string): void {
    if (this.#db.isOpen) return;
    throw new ChannelError(
      "storage",
      `The inbox of channel "${this.#options.channelId}" could not ${action}: it has been closed.`,
      { retryable: false },
    );
  }
}

function openFile(options: DatabaseOptions): DatabaseSync {
  // Asked for at run time, so that importing this file does no work and an old Node gets a sentence.
  const sqlite = process.getBuiltinModule("node:sqlite");
  if (sqlite === undefined) {
    throw unusableFile(
      options,
      "this Node.js has no node:sqlite",
      "Run the gateway with Node.js 24 or newer.",
    );
  }
  let db: DatabaseSync | undefined;
  try {
    preparePrivateFile(options);
    // `timeout` at first covers the whole wait, because opening is not asynchronous.
    db = new sqlite.DatabaseSync(options.file, { timeout: options.lockWaitMs });
    refuseForeignSchema(db, options);
    refuseDamage(db, options);
    configure(db, options);
    ensureSchema(db);
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    return db;
  } catch (error) {
    db?.close();
    if (isDamage(error)) throw damagedFile(options, error);
    if (isFileError(error)) {
      const fix = `Give the gateway's user read and write access to ${options.file} and its folder.`;
      throw unusableFile(options, `the file may not be read or written (${error.code})`, fix, error);
    }
    throw explain(options, "be opened", error);
  }
}

/** Messages are private: the file, and the folder when it is ours to make, belong to this user alone. */
function preparePrivateFile(place: InboxPlace): void {
  const { file } = place;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its side files the mode of the main one, so that has to be right before they appear. A file
  // that exists is not opened here: closing it would drop the locks of an inbox this process already has.
  const present = statSync(file, { throwIfNoEntry: false });
  if (present === undefined) closeSync(openSync(file, "a", 0o600));
  else if (present.isFile()) chmodSync(file, 0o600);
  else throw unusableFile(place, `${file} is not a file`, "Move it away, or choose another state folder.");
}

function refuseDamage(db: DatabaseSync, place: InboxPlace): void {
  const answer = db.prepare("PRAGMA quick_check(1)").get() as unknown as { quick_check: string };
  if (answer.quick_check !== "ok") throw damagedFile(place, new Error(answer.quick_check));
}

function configure(db: DatabaseSync, { maxPages }: DatabaseOptions): void {
  switchToWriteAheadLog(db);
  // FULL: a commit returns after the log is flushed, so an acknowledged event survives a power cut.
  db.exec("PRAGMA synchronous = FULL");
  if (maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${maxPages}`);
}

/** SQLite does not wait for its lock while it changes the journal mode, so several starts at once may collide. */
function switchToWriteAheadLog(db: DatabaseSync): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 1; ; tries += 1) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isLockedOut(error) || tries === WAL_SWITCH_TRIES) throw error;
    }
    Atomics.wait(pause, 0, 0, WAL_SWITCH_PAUSE_MS);
  }
}

const WAL_SWITCH_TRIES = 50;
const WAL_SWITCH_PAUSE_MS = 20;

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}
