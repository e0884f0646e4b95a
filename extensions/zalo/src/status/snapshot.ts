import type { ChannelAccountSnapshot, ChannelStatusIssue } from "openclaw/plugin-sdk/channel-contract";
import type { ZaloAccount } from "../config/accounts.ts";
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

/** One account as `openclaw channels status` shows it: configuration, then what the running account reports. */
export function accountSnapshot(
  account: ZaloAccount,
  runtime: ChannelAccountSnapshot | undefined,
  probe: ZaloProbe | undefined,
): ChannelAccountSnapshot {
  const running = runtime?.running ?? false;
  return {
    ...runtime,
    ...describeAccount(account),
    running,
    connected: running && runtime?.connected === true,
    lastError: runtime?.lastError ?? (account.token.problem ?? account.problem)?.message ?? null,
    ...(probe === undefined ? {} : { probe }),
  };
}

/** What an operator should mend, each with the fix. */
export function statusIssues(accounts: readonly ChannelAccountSnapshot[]): ChannelStatusIssue[] {
  return accounts.flatMap((account): ChannelStatusIssue[] => {
    if (account.enabled === false || !account.lastError) return [];
    const kind = account.tokenStatus === "available" ? "runtime" : "config";
    return [{ channel: "zalo", accountId: account.accountId, kind, message: account.lastError }];
  });
}
