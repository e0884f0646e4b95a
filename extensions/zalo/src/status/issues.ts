import {
  blockedRemark,
  type Commands,
  commonRemarks,
  failedProbe,
  issuesOf,
  type Remark,
  span,
} from "channel-kit/host/status-remarks";
import { systemClock } from "channel-kit/time/clock";
import type { ChannelStatusIssue } from "openclaw/plugin-sdk/channel-contract";
import { deadLettersCommand, LOGS_COMMAND } from "../mend.ts";
import type { ZaloProbe } from "./probe.ts";
import type { ZaloSnapshot } from "./snapshot.ts";
import { trialFix, trialMessage } from "./webhook-trial.ts";

/** What an operator should know or mend, each with what to do. `now` is in milliseconds since the Unix epoch. */
export function statusIssues(
  accounts: readonly ZaloSnapshot[],
  now = systemClock.now(),
): ChannelStatusIssue[] {
  return issuesOf("zalo", accounts, (account) => [
    ...stateOf(account),
    ...webhookOf(account),
    ...quotaOf(account, now),
    ...commonRemarks(account, commandsFor(account.accountId), now),
    ...groupsOf(account),
  ]);
}

const commandsFor = (accountId: string): Commands => ({
  deadLetters: deadLettersCommand(accountId),
  logs: LOGS_COMMAND,
});

function stateOf({ blocked, lastError, probe, tokenStatus }: ZaloSnapshot): Remark[] {
  if (blocked) return [blockedRemark(blocked)];
  if (lastError) return [{ kind: tokenStatus === "available" ? "runtime" : "config", message: lastError }];
  return failedProbe(probe) ? [{ kind: "runtime", message: probe.error }] : [];
}

/** What a probe has just found says more than the trial at registration. */
function webhookOf({ probe, webhookTrial }: ZaloSnapshot): Remark[] {
  const probed = probe as ZaloProbe | undefined;
  const trial = (probed?.ok === true ? probed.webhook : undefined) ?? webhookTrial;
  if (trial === undefined || trial === null || trial === "reached") return [];
  return [{ kind: "runtime", message: trialMessage(trial), fix: trialFix(trial) }];
}

function quotaOf({ quota }: ZaloSnapshot, now: number): Remark[] {
  if (quota === undefined) return [];
  return [
    {
      kind: "runtime",
      message: `Zalo has refused to send for ${span(now - quota.since)} (429, last ${span(now - quota.lastSeenAt)} ago): the plan's message quota may be used up. Answers wait and are tried again for six hours.`,
      fix: "See the bot's plan in Zalo Bot Creator; this line goes with the next message that Zalo accepts.",
    },
  ];
}

function groupsOf({ groups }: ZaloSnapshot): Remark[] {
  return groups === undefined ? [] : [{ kind: "permissions", ...groups }];
}
