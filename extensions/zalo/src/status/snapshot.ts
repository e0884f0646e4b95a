import type { SharedSessionFinding } from "channel-kit/host/shared-session";
import type { ChannelAccountSnapshot } from "openclaw/plugin-sdk/channel-contract";
import type { ZaloAccount } from "../config/accounts.ts";
import type { AccountFacts } from "./account-status.ts";
import { type GroupsFinding, groupsFinding } from "./groups-finding.ts";
import type { LiveFacts } from "./live.ts";
import type { ZaloProbe } from "./probe.ts";

/** What the gateway's snapshot has no field for. Holds no secret and nothing that anybody wrote. */
export interface Remarks extends AccountFacts, LiveFacts {
  /** The setting or variable that names the token. */
  tokenPlace?: string;
  groupPolicy?: string;
  sharedSession?: SharedSessionFinding;
  groups?: GroupsFinding;
}

export type ZaloSnapshot = Omit<ChannelAccountSnapshot, "bot"> & Remarks;

/** The gateway's words for whether a credential can be had. */
const TOKEN_STATUS = {
  available: "available",
  unavailable: "configured_unavailable",
  missing: "missing",
} as const satisfies Record<ZaloAccount["token"]["status"], string>;

/** What the configuration alone says about an account. */
export function describeAccount(account: ZaloAccount): ZaloSnapshot {
  const { token, policy } = account;
  return {
    accountId: account.accountId,
    ...(account.name === undefined ? {} : { name: account.name }),
    enabled: account.enabled,
    configured: token.status !== "missing",
    mode: account.mode,
    tokenSource: token.source,
    tokenStatus: TOKEN_STATUS[token.status],
    ...(token.place === undefined ? {} : { tokenPlace: placeOf(token) }),
    dmPolicy: policy.dmPolicy,
    groupPolicy: policy.groupPolicy,
    allowFrom: [...policy.allowFrom],
  };
}

const placeOf = ({ place = "", file }: ZaloAccount["token"]): string =>
  file === undefined ? place : `${place} (${file})`;

/** One account as `openclaw channels status` shows it: configuration, then what the running account reports. */
export function accountSnapshot(
  account: ZaloAccount,
  runtime: ZaloSnapshot | undefined,
  seen: { live: LiveFacts; probe: ZaloProbe | undefined; sharedSession: SharedSessionFinding | undefined },
): ZaloSnapshot {
  const running = runtime?.running ?? false;
  const { probe, sharedSession, live } = seen;
  const bot = (probe?.ok ? probe.bot : undefined) ?? runtime?.bot;
  const groups = groupsFinding(account, bot?.canJoinGroups);
  return {
    ...runtime,
    ...describeAccount(account),
    running,
    connected: running && runtime?.connected === true,
    lastError: runtime?.lastError ?? (account.token.problem ?? account.problem)?.message ?? null,
    ...live,
    ...(bot === undefined ? {} : { bot }),
    ...(probe === undefined ? {} : { probe }),
    ...(sharedSession === undefined ? {} : { sharedSession }),
    ...(groups === undefined ? {} : { groups }),
  };
}
