import type { Ledger } from "channel-kit/inbox/ledger";
import type { HeldBack } from "channel-kit/pace/held-back";
import type { Permit } from "channel-kit/pace/paced-message";
import { Pacer } from "channel-kit/pace/pacer";
import type { PaceReport } from "channel-kit/pace/report";
import type { Clock } from "channel-kit/time/clock";
import type { ZalouserAccount } from "../config/accounts.ts";
import { formatTarget } from "../ids.ts";
import type { Session, Thread } from "../session/port.ts";
import { Friends } from "./friends.ts";
import { lessonOf } from "./lessons.ts";
import { RecentWriters } from "./recent-writers.ts";

export interface AccountSafetyOptions {
  account: Pick<ZalouserAccount, "accountId" | "settingsPath" | "pacing">;
  /** Whichever session there is when it is asked. */
  session: Pick<Session, "friends">;
  /** The account's own. */
  ledger: Ledger;
  clock: Clock;
  log: { warn(message: string): void };
  signal: AbortSignal;
  /** Source of chance in [0, 1); an argument so that tests can fix it. */
  random?: () => number;
}

/** What somebody wants to send. */
export interface Wish {
  /** Characters that a person would have to type. */
  length: number;
  /**
   * `answer`: to a message that the gate has let pass, or to a stranger's first one. `unasked`: whatever else; it
   * counts as an answer, too, when somebody wrote in that chat within the last 48 hours.
   */
  as: "answer" | "unasked";
  /** How long the sender waits at most, in milliseconds. */
  patienceMs: number;
  /** See `PacedMessage`. */
  longHolds: "wait" | "refuse";
}

/** What is held back for one cause is logged once in this time, in milliseconds. */
const SAID_EVERY_MS = 60 * 60 * 1_000;
/** An answer waits for its turn; what would hold it for long is refused, and the inbox brings it again. */
const ANSWER_PATIENCE_MS = 6 * 60 * 60 * 1_000;

/** Whoever sends something that nobody asked for waits no longer than this, in milliseconds. */
const UNASKED_PATIENCE_MS = 20_000;

/** How an answer to somebody is to be let out. */
export const answerOf = (length: number): Wish => ({
  length,
  as: "answer",
  patienceMs: ANSWER_PATIENCE_MS,
  longHolds: "refuse",
});

/** The same for a tool, a cron job, an operator: it is told after a moment when its message is held back. */
export const unaskedOf = (length: number): Wish => ({
  length,
  as: "unasked",
  patienceMs: UNASKED_PATIENCE_MS,
  longHolds: "wait",
});

/**
 * Keeps one account from being banned: every message of it asks here before it leaves, and every receipt and sign of
 * typing before it is shown. One per running account.
 */
export class AccountSafety {
  readonly #pacer: Pacer;
  readonly #friends: Friends;
  readonly #writers: RecentWriters;
  readonly #clock: Clock;

  private constructor(options: AccountSafetyOptions, pacer: Pacer) {
    const { account, session, ledger, clock, log, signal } = options;
    this.#pacer = pacer;
    this.#clock = clock;
    this.#writers = new RecentWriters(ledger, clock);
    this.#friends = new Friends({
      session,
      clock,
      signal,
      onNew: (userId) => void pacer.welcome(userId).catch(() => {}),
      onTrouble: (error) =>
        log.warn(
          `account "${account.accountId}": its friends could not be listed, so whoever is not known to be one counts as a stranger. ${wordsOf(error)}`,
        ),
    });
  }

  /** Reads what an earlier process has counted. Rejects with `ChannelError("storage")` when it cannot. */
  static async open(options: AccountSafetyOptions): Promise<AccountSafety> {
    const { account, ledger, clock, log, random } = options;
    const { accountId, settingsPath, pacing } = account;
    const pacer = await Pacer.open({
      label: `Zalo account "${accountId}"`,
      settingsPath,
      ...pacing,
      ledger,
      clock,
      ...(random === undefined ? {} : { random }),
      lessonOf,
      onHeld: sayNowAndThen(clock, (message) => log.warn(message)),
      onTrouble: (error) =>
        log.warn(`account "${accountId}": a pause of sending could not be written down. ${wordsOf(error)}`),
    });
    return new AccountSafety(options, pacer);
  }

  /**
   * Waits until a message may leave. The permit is to be told what became of the message, and disposed then. Rejects
   * with `HeldBack` when it may not leave in time, and with `aborted` when the signal fires first.
   */
  async admit(thread: Thread, wish: Wish, signal: AbortSignal): Promise<Permit> {
    const deadlineAt = this.#clock.now() + wish.patienceMs;
    const isFriend = thread.kind === "group" || (await this.#friends.isFriend(thread.id, signal));
    const proactive = wish.as === "unasked" && !(await this.#writers.wroteLately(formatTarget(thread)));
    const { length, longHolds } = wish;
    return await this.#pacer.admit(
      { chat: thread, isFriend, proactive, length, deadlineAt, longHolds },
      signal,
    );
  }

  /** Whether typing and receipts may be shown there now. The caller has asked the gate before. */
  mayShow(thread: Thread): boolean {
    const isFriend = thread.kind === "group" || this.#friends.isKnown(thread.id);
    return this.#pacer.mayShow({ chat: thread, isFriend });
  }

  /** Somebody whom the gate let pass has written there. */
  async wrote(thread: Thread): Promise<void> {
    await this.#writers.note(formatTarget(thread));
  }

  /** To be told of every friend event of Zalo's. */
  friendsChanged(): void {
    this.#friends.changed();
  }

  /** How sending stands, for the status. */
  report(): PaceReport {
    return this.#pacer.report();
  }

  /** Forgets what is too old to count. */
  async prune(): Promise<void> {
    await this.#pacer.prune();
    await this.#writers.prune();
  }
}

/** One line per cause and hour: a hundred strangers must not fill the log. The status counts them. */
function sayNowAndThen(clock: Clock, say: (message: string) => void): (error: HeldBack) => void {
  const saidAt = new Map<string, number>();
  return ({ hold: { cause }, message }) => {
    const now = clock.now();
    const last = saidAt.get(cause);
    if (last !== undefined && Math.abs(now - last) < SAID_EVERY_MS) return;
    saidAt.set(cause, now);
    say(message);
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
