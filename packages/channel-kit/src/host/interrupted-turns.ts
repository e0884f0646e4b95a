import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { AnswerBook } from "../answer/answer-book.ts";
import type { TurnRef } from "../answer/answer-record.ts";

type Sessions = PluginRuntime["agent"]["session"];
type SessionEntry = NonNullable<ReturnType<Sessions["getSessionEntry"]>>;

export interface TakeBackOptions {
  book: AnswerBook;
  sessions: Pick<Sessions, "patchSessionEntry">;
  /** Says whether a turn of this very process runs in a session; such a session is left alone. */
  isBusy(sessionKey: string): boolean;
  /**
   * `process`: the gateway has just started, so no turn of an earlier time can still be running. Answers that
   * were finished are looked at too, because the gateway may not have noticed that before it died.
   * `account`: only this account has, and turns that are not ours may be running.
   */
  started: "process" | "account";
}

/**
 * Takes back the turns that died with the previous process, before the gateway resumes them. Answers which.
 *
 * The gateway remembers an interrupted turn in its session and continues it on its own after a restart. The
 * inbox remembers the same message and hands it over again. One of the two has to yield, and only the inbox
 * knows whether an answer has already reached the person; so the session is told that its turn has ended.
 * Its history stays as it is.
 *
 * Must run after the gateway has marked interrupted sessions and before it resumes them: when its plugins'
 * services start, and again when an account does.
 */
export async function takeBackInterruptedTurns(options: TakeBackOptions): Promise<TurnRef[]> {
  const { book, sessions, isBusy, started } = options;
  const taken: TurnRef[] = [];
  for (const { record, updatedAt } of await book.all()) {
    if (isBusy(record.turn.sessionKey) || (record.done && started === "account")) continue;
    const isOurs = (entry: SessionEntry) =>
      (isInterrupted(entry) || (started === "process" && isClaimed(entry))) &&
      (!record.done || startedBefore(entry, updatedAt));
    if (await endTurn(sessions, record.turn, isOurs)) taken.push(record.turn);
  }
  return taken;
}

/**
 * Takes back one turn that this process is about to hand to the agent again. Answers whether there was
 * anything to take back.
 */
export async function takeBackTurn(sessions: TakeBackOptions["sessions"], turn: TurnRef): Promise<boolean> {
  return await endTurn(sessions, turn, isInterrupted);
}

async function endTurn(
  sessions: TakeBackOptions["sessions"],
  { agentId, sessionKey }: TurnRef,
  when: (entry: SessionEntry) => boolean,
): Promise<boolean> {
  let ended = false;
  await sessions.patchSessionEntry({
    agentId,
    sessionKey,
    readConsistency: "latest",
    preserveActivity: true,
    update: (entry) => {
      ended = when(entry);
      return ended ? ENDED : null;
    },
  });
  return ended;
}

/** The gateway's marks of a turn that it means to continue, or to apologise for. */
export function isInterrupted(entry: SessionEntry): boolean {
  return (
    (entry.status === "running" && entry.abortedLastRun === true) ||
    entry.pendingFinalDelivery !== undefined ||
    entry.pendingDeliveryNotice?.state === "owed"
  );
}

/** A turn has been taken over and not been settled: running, unless the process that ran it is gone. */
const isClaimed = (entry: SessionEntry): boolean => entry.restartRecoveryDeliveryRunId !== undefined;

/** Sessions run one turn at a time, so a turn that began before our answer was finished is that answer's turn. */
function startedBefore(entry: SessionEntry, finishedAt: number): boolean {
  return entry.startedAt !== undefined && entry.startedAt <= finishedAt;
}

/** Where a session notes what it still owes. */
const OWED = [
  "pendingFinalDelivery",
  "pendingDeliveryNotice",
  "restartRecoveryRuns",
  "restartRecoveryForceSafeTools",
  "restartRecoveryBeforeAgentReplyState",
  "restartRecoveryDeliveryReceiptState",
  "restartRecoveryDeliveryToolCallId",
  "restartRecoveryDeliveryContext",
  "restartRecoveryDeliveryRequestFingerprint",
  "restartRecoveryDeliveryRunId",
  "restartRecoveryDeliverySourceRunId",
] as const satisfies readonly (keyof SessionEntry)[];

/** What the gateway itself writes when an interrupted turn is over: nothing is owed, nothing is running. */
const ENDED: Partial<SessionEntry> = {
  status: "done",
  abortedLastRun: false,
  ...Object.fromEntries(OWED.map((field) => [field, undefined])),
};
