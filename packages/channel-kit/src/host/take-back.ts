import { existsSync } from "node:fs";
import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { AnswerBook } from "../answer/answer-book.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { type TakeBackOptions, takeBackInterruptedTurns } from "./interrupted-turns.ts";
import type { ProcessTurns } from "./process-turns.ts";
import { inboxFile, type SharedInboxes } from "./shared-inbox.ts";

/** A channel's plugin in this process. */
export interface ChannelProcess {
  runtime: PluginRuntime;
  channelId: string;
  inboxes: SharedInboxes;
  turns: ProcessTurns;
}

/** Takes back the turns of one account that a dead process left behind, and answers how many. */
export async function takeBack(
  { runtime, turns }: Pick<ChannelProcess, "runtime" | "turns">,
  inbox: Inbox,
  accountId: string,
  started: TakeBackOptions["started"],
): Promise<number> {
  const taken = await takeBackInterruptedTurns({
    book: new AnswerBook(inbox.ledger(accountId)),
    sessions: runtime.agent.session,
    isBusy: (sessionKey) => turns.bySession.isBusy(sessionKey),
    started,
  });
  return taken.length;
}

/**
 * Takes back, for all accounts, the turns that died with the previous gateway. The gateway waits for this
 * before it resumes interrupted turns itself. Answers how many it took.
 */
export async function takeBackAtGatewayStart(
  process: ChannelProcess,
  accountIds: readonly string[],
): Promise<number> {
  const { runtime, channelId, inboxes } = process;
  const file = inboxFile(runtime.state.resolveStateDir(), channelId);
  if (!existsSync(file)) return 0;
  using lease = inboxes.acquire(file, channelId);
  let taken = 0;
  for (const accountId of accountIds) taken += await takeBack(process, lease.inbox, accountId, "process");
  return taken;
}
