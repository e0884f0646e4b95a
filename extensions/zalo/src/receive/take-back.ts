import { existsSync } from "node:fs";
import { AnswerBook } from "channel-kit/answer/answer-book";
import { takeBackInterruptedTurns } from "channel-kit/host/interrupted-turns";
import { inboxFile } from "channel-kit/host/shared-inbox";
import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { listAccountIds } from "../config/accounts.ts";
import { inboxes, processTurns } from "../process-state.ts";

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
    const turns = await takeBackInterruptedTurns({
      book: new AnswerBook(lease.inbox.ledger(accountId)),
      sessions: runtime.agent.session,
      isBusy: (sessionKey) => processTurns.bySession.isBusy(sessionKey),
      started: "process",
    });
    taken += turns.length;
  }
  return taken;
}
