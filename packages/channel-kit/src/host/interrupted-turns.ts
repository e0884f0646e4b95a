import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { AnswerBook } from "../answer/answer-book.ts";
import type { TurnRef } from "../answer/answer-record.ts";

type Sessions = PluginRuntime["agent"]["session"];
type SessionEntry = NonNullable<ReturnType<Sessions["getSessionEntry"]>>;

/**
 * Takes back the turns that died with the previous process, before the gateway resumes them.
 *
 * The gateway remembers an interrupted turn in its session and continues it on its own after a restart. The
 * inbox remembers the same message and hands it over again. One of the two has to yield, and only the inbox
 * knows whether an answer has already reached the person; so the session is told that its turn has ended.
 * Its history stays as it is.
 *
 * Must run after the gateway has marked interrupted sessions and before it resumes them, which is the case
 * when an account starts.
 *
 * `isRunning` names the events whose turns belong to this very process and are left alone.
 */
export async function takeBackInterruptedTurns(
  book: AnswerBook,
  sessions: Pick<Sessions, "patchSessionEntry">,
  isRunning: (eventId: string) => boolean,
): Promise<TurnRef[]> {
  const taken: TurnRef[] = [];
  for (const { eventId, record } of await book.all()) {
    if (isRunning(eventId)) continue;
    const { agentId, sessionKey } = record.turn;
    let interrupted = false;
    await sessions.patchSessionEntry({
      agentId,
      sessionKey,
      readConsistency: "latest",
      preserveActivity: true,
      update: (entry) => {
        interrupted = isInterrupted(entry);
        return interrupted ? ENDED : null;
      },
    });
    if (interrupted) taken.push(record.turn);
  }
  return taken;
}

/** The gateway's marks of a turn that it means to continue. */
export function isInterrupted(entry: SessionEntry): boolean {
  return (
    (entry.status === "running" && entry.abortedLastRun === true) ||
    entry.restartRecoveryDeliveryRunId !== undefined ||
    entry.pendingFinalDelivery !== undefined
  );
}

/** Where a session notes what it still owes. */
const OWED = [
  "pendingFinalDelivery",
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
