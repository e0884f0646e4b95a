import type { SharedSessionFinding } from "channel-kit/host/shared-session";
import type { ChannelAccountSnapshot } from "openclaw/plugin-sdk/channel-contract";
import type { ZalouserAccount } from "../config/accounts.ts";
import type { AccountFacts } from "./account-status.ts";
import type { LiveFacts } from "./live.ts";
import type { ZalouserProbe } from "./probe.ts";

/** What the gateway's snapshot has no field for. Holds no secret and nothing that anybody wrote. */
export interface Remarks extends AccountFacts, Partial<LiveFacts> {
  /** Under which name the login is saved. */
  profile?: string;
  receipts?: string;
  groupPolicy?: string;
  /** Where to set the group policy, when nobody has. */
  groupPolicyUnset?: string;
  sharedSession?: SharedSessionFinding;
}

export type ZalouserSnapshot = Omit<ChannelAccountSnapshot, "linked"> & Remarks;

/** What the settings alone say about an account. */
export function describeAccount(account: Omit<ZalouserAccount, "credentialsKey">): ZalouserSnapshot {
  const { policy, groupPolicySource, settingsPath } = account;
  return {
    accountId: account.accountId,
    ...(account.name === undefined ? {} : { name: account.name }),
    enabled: account.enabled,
    configured: true,
    mode: "socket",
    profile: account.profile,
    receipts: account.receipts,
    dmPolicy: policy.dmPolicy,
    groupPolicy: policy.groupPolicy,
    ...(groupPolicySource === "plugin-default" ? { groupPolicyUnset: `${settingsPath}.groupPolicy` } : {}),
    allowFrom: [...policy.allowFrom],
  };
}

/** One account as `openclaw channels status` shows it: settings, then what the running account reports. */
export function accountSnapshot(
  account: ZalouserAccount,
  runtime: ZalouserSnapshot | undefined,
  seen: {
    live: LiveFacts;
    probe: ZalouserProbe | undefined;
    sharedSession: SharedSessionFinding | undefined;
  },
): ZalouserSnapshot {
  const running = runtime?.running ?? false;
  const { probe, sharedSession, live } = seen;
  const own = probe?.ok === true ? probe.own : runtime?.own;
  return {
    ...runtime,
    ...describeAccount(account),
    running,
    connected: running && runtime?.connected === true,
    lastError: runtime?.lastError ?? account.problem?.message ?? null,
    ...live,
    ...(own === undefined ? {} : { own }),
    ...(probe === undefined ? {} : { probe }),
    ...(sharedSession === undefined ? {} : { sharedSession }),
  };
}
