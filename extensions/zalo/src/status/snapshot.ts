import type { SharedSessionFinding } from "channel-kit/host/shared-session";
import type { ChannelAccountSnapshot, ChannelStatusIssue } from "openclaw/plugin-sdk/channel-contract";
import type { ZaloAccount } from "../config/accounts.ts";
import type { SendDoubts } from "./account-status.ts";
import type { ZaloProbe } from "./probe.ts";

/** What the configuration alone says about an account. Holds no secret. */
export function describeAccount(account: ZaloAccount): ChannelAccountSnapshot {
  return {
    accountId: account.accountId,
    ...(account.name === undefined ? {} : { name: account.name }),
    enabled: account.enabled,
    configured: account.token.status !== "missing",
    mode: "polling",
    tokenSource: account.token.source,
    tokenStatus: account.token.status,
    dmPolicy: account.policy.dmPolicy,
    allowFrom: [...account.policy.allowFrom],
  };
}

/** What the gateway's snapshot has no field for. */
interface Remarks extends SendDoubts {
  sharedSession?: SharedSessionFinding;
}

/** One account as `openclaw channels status` shows it: configuration, then what the running account reports. */
export function accountSnapshot(
  account: ZaloAccount,
  runtime: ChannelAccountSnapshot | undefined,
  probe: ZaloProbe | undefined,
  sharedSession: SharedSessionFinding | undefined,
): ChannelAccountSnapshot & Remarks {
  const running = runtime?.running ?? false;
  return {
    ...runtime,
    ...describeAccount(account),
    running,
    connected: running && runtime?.connected === true,
    lastError: runtime?.lastError ?? (account.token.problem ?? account.problem)?.message ?? null,
    ...(probe === undefined ? {} : { probe }),
    ...(sharedSession === undefined ? {} : { sharedSession }),
  };
}

/** What an operator should know or mend, each with what to do. */
export function statusIssues(accounts: readonly ChannelAccountSnapshot[]): ChannelStatusIssue[] {
  return accounts
    .filter((account) => account.enabled !== false)
    .flatMap((account) => [...errorOf(account), ...sharedSessionOf(account), ...doubtsOf(account)]);
}

function errorOf({ accountId, lastError, tokenStatus }: ChannelAccountSnapshot): ChannelStatusIssue[] {
  if (!lastError) return [];
  const kind = tokenStatus === "available" ? "runtime" : "config";
  return [{ channel: "zalo", accountId, kind, message: lastError }];
}

function sharedSessionOf({
  accountId,
  sharedSession,
}: ChannelAccountSnapshot & Remarks): ChannelStatusIssue[] {
  return sharedSession === undefined
    ? []
    : [{ channel: "zalo", accountId, kind: "config", ...sharedSession }];
}

function doubtsOf(account: ChannelAccountSnapshot & Remarks): ChannelStatusIssue[] {
  const doubts: [number | undefined, string][] = [
    [account.unconfirmedSends, "may not have arrived"],
    [account.possibleDoubles, "may have arrived twice"],
  ];
  return doubts.flatMap(([count, what]): ChannelStatusIssue[] =>
    count === undefined
      ? []
      : [
          {
            channel: "zalo",
            accountId: account.accountId,
            kind: "runtime",
            message: `${count} message(s) ${what}, because Zalo's answer was cut off.`,
            fix: "The log names the chats: openclaw channels logs --channel zalo.",
          },
        ],
  );
}
