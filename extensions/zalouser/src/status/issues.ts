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
import { deadLettersCommand, LOGS_COMMAND, loginCommand, setCommand } from "../mend.ts";
import type { ZalouserSnapshot } from "./snapshot.ts";
import { yieldedText } from "./yielded.ts";

/** What an operator should know or mend, each with what to do. `now` is in milliseconds since the Unix epoch. */
export function statusIssues(
  accounts: readonly ZalouserSnapshot[],
  now = systemClock.now(),
): ChannelStatusIssue[] {
  return issuesOf("zalouser", accounts, (account) => [
    ...stateOf(account, now),
    ...heldBackOf(account),
    ...commonRemarks(account, commandsFor(account.accountId), now),
    ...namesOf(account),
    ...groupPolicyOf(account),
    ...badFramesOf(account),
  ]);
}

const commandsFor = (accountId: string): Commands => ({
  deadLetters: deadLettersCommand(accountId),
  logs: LOGS_COMMAND,
});

function stateOf(account: ZalouserSnapshot, now: number): Remark[] {
  const { accountId, blocked, yielded, reconnecting, lastError, linked, probe } = account;
  if (linked === false) {
    return [
      {
        kind: "auth",
        message: "Nobody is logged in to this account.",
        fix: `Run: ${loginCommand(accountId)}`,
      },
    ];
  }
  if (blocked) return [blockedRemark(blocked)];
  if (yielded) return [{ kind: "runtime", message: yieldedText(yielded), fix: YIELDED_FIX }];
  if (reconnecting) {
    const { since, nextTryAt } = reconnecting;
    const next = Math.max(0, Math.ceil((nextTryAt - now) / 1_000));
    return [
      {
        kind: "runtime",
        message:
          `Not connected for ${span(now - since)}, and tried again in ${next} s. ${lastError ?? ""}`.trim(),
      },
    ];
  }
  if (lastError) return [{ kind: "runtime", message: lastError }];
  return failedProbe(probe) ? [{ kind: "runtime", message: probe.error }] : [];
}

/** How the operator has a yielded account come back at once. */
const YIELDED_FIX = "Close Zalo Web and Zalo PC, then restart the gateway to have it back at once.";

function heldBackOf({ heldBack = [] }: ZalouserSnapshot): Remark[] {
  return heldBack.map((line) => ({
    kind: "runtime",
    message: `To keep the account from being banned: ${line}.`,
  }));
}

function namesOf({ names = [] }: ZalouserSnapshot): Remark[] {
  return names.map((finding) => ({ kind: "config", ...finding }));
}

function groupPolicyOf({ groupPolicyUnset }: ZalouserSnapshot): Remark[] {
  if (groupPolicyUnset === undefined) return [];
  return [
    {
      kind: "config",
      message: 'groupPolicy is not set, which means "open": no group that this account is in is shut out.',
      fix: `Choose: ${setCommand(groupPolicyUnset, "allowlist")} (or open, or disabled)`,
    },
  ];
}

function badFramesOf({ badFrames = 0 }: ZalouserSnapshot): Remark[] {
  if (badFrames === 0) return [];
  return [
    {
      kind: "runtime",
      message: `${badFrames} thing(s) that Zalo sent could not be understood and were left out.`,
      fix: `The log says more: ${LOGS_COMMAND}`,
    },
  ];
}
