import { existsSync } from "node:fs";
import { AnswerBook } from "channel-kit/answer/answer-book";
import { type TakeBackOptions, takeBackInterruptedTurns } from "channel-kit/host/interrupted-turns";
import { inboxFile } from "channel-kit/host/shared-inbox";
import type { Inbox } from "channel-kit/inbox/inbox";
import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { listAccountIds } from "../config/accounts.ts";
import { inboxes, processTurns } from "../process-state.ts";

/** Takes back the turns of one account that a dead process left behind, and answers how many. */
export async function takeBack(
  runtime: PluginRuntime,
  inbox: Inbox,
  accountId: string,
  started: TakeBackOptions["started"],
): Promise<number> {
  const turns = await takeBackInterruptedTurns({
    book: new AnswerBook(inbox.ledger(accountId)),
    sessions: runtime.agent.session,
    isBusy: (sessionKey) => processTurns.bySession.isBusy(sessionKey),
    started,
  });
  return turns.length;
}

/**
 * Takes back, for all accounts, the turns that died with the previous gateway. The gateway waits for this
 * before it resumes interrupted turns itself. Answers how many it took.
 */
export async function takeBackAtGatewayStart(runtime: PluginRuntime, cfg: OpenClawConfig): Promise<number> {
  const file = inboxFile(runtime.state.resolveStateDir(), "zalo");
  if (!existsSync(file)) return 0;
  using lease = inboxes.acquire(file, "zalo");
  let taken = 0;
  for (const accountId of listAccountIds(cfg)) {
    taken += await takeBack(runtime, lease.inbox, accountId, "process");
  }
  return taken;
}
