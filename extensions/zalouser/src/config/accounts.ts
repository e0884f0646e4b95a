import type { UnknownSends } from "channel-kit/answer/send-pieces";
import { type ResolvedProxy, resolveProxy } from "channel-kit/host/proxy-setting";
import { ChannelError } from "channel-kit/outcome/channel-error";
import {
  type PolicySettings,
  type ResolvedGroupPolicy,
  resolveGroupPolicy,
} from "channel-kit/policy/settings";
import { groupEntries, isOpenByHalf, texts } from "channel-kit/policy/settings-schema";
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { ID_PREFIXES } from "../ids.ts";
import { defaultAccountId, ownKey, section } from "./account-ids.ts";
import { readZalouserEnv, type ZalouserEnv } from "./env.ts";
import { type AccountPace, resolvePace } from "./pace.ts";
import { resolveProfile } from "./profile.ts";
import {
  type Language,
  MEDIA_MAX_MB_DEFAULT,
  type Receipts,
  type ReplyToMode,
  type ZalouserAccountConfig,
} from "./schema.ts";

/** Everything one account is, after the root settings and its own have been laid over each other. */
export interface ZalouserAccount {
  accountId: string;
  /** The account that commands mean when they name none. */
  isDefault: boolean;
  /** Where the account's own settings stand, such as `channels.zalouser.accounts.shop`. */
  settingsPath: string;
  name?: string;
  enabled: boolean;
  /** Under which name its login is saved. */
  profile: string;
  /** Why the account may not start although the gateway took its settings; absent when it may. */
  problem?: ChannelError;
  /** `ZALOUSER_API_URL` as written; checked when the account is used. */
  apiUrl: string | undefined;
  /** `ZALOUSER_CREDENTIALS_KEY`; secret. */
  credentialsKey: string | undefined;
  proxy: ResolvedProxy;
  /** As written: people and groups may stand there by name. */
  policy: PolicySettings;
  groupPolicySource: ResolvedGroupPolicy["source"];
  /** Where each of these settings that is in force stands, or would: one of an account's own replaces the root's. */
  placeOf: Readonly<Record<"allowFrom" | "groupPolicy" | "groupAllowFrom" | "groups", string>>;
  /** How many skipped messages of a group the agent is shown; the gateway's setting when absent. */
  historyLimit: number | undefined;
  mediaMaxBytes: number;
  receipts: Receipts;
  replyToMode: ReplyToMode;
  unknownSends: UnknownSends;
  blockStreaming: boolean;
  language: Language;
  /** What keeps it from being banned. */
  pacing: AccountPace;
}

const ROOT_PATH = "channels.zalouser";
const MEGABYTE = 1024 * 1024;

/** Unset group policy of this plugin: the account is in its groups because its owner joined them. */
const GROUP_POLICY_DEFAULT = "open";

/** Resolves one account. Never throws: what is wrong with it stands in `problem`. */
export function resolveAccount(
  cfg: OpenClawConfig,
  requested?: string | null,
  env: ZalouserEnv = readZalouserEnv(),
): ZalouserAccount {
  const accountId = normalizeAccountId(requested ?? defaultAccountId(cfg));
  const { accounts, defaultAccount: _, ...root } = section(cfg);
  const key = ownKey(accounts, accountId);
  const own = key === undefined ? undefined : accounts?.[key];
  const merged: ZalouserAccountConfig = { ...root, ...own };
  const groupPolicy = resolveGroupPolicy(
    merged.groupPolicy,
    cfg.channels?.defaults?.groupPolicy,
    GROUP_POLICY_DEFAULT,
  );
  const settingsPath = key === undefined ? ROOT_PATH : `${ROOT_PATH}.accounts.${key}`;
  const proxyPath = `${own?.proxy === undefined ? ROOT_PATH : settingsPath}.proxy`;
  const proxy = resolveProxy(accountId, proxyPath, merged.proxy);
  const { profile, problem: profileProblem } = resolveProfile(cfg, accountId, env);
  const { problem: paceProblem, ...pacing } = resolvePace(accountId, root, own, settingsPath);
  const problem =
    openWithoutWildcard(accountId, merged, settingsPath) ?? proxy.problem ?? profileProblem ?? paceProblem;
  const placeOf = (setting: keyof ZalouserAccount["placeOf"]): string =>
    `${own?.[setting] === undefined && root[setting] !== undefined ? ROOT_PATH : settingsPath}.${setting}`;
  return {
    accountId,
    isDefault: accountId === DEFAULT_ACCOUNT_ID,
    settingsPath,
    ...(merged.name === undefined ? {} : { name: merged.name }),
    enabled: root.enabled !== false && own?.enabled !== false,
    profile,
    ...(problem === undefined ? {} : { problem }),
    apiUrl: env.apiUrl,
    credentialsKey: env.credentialsKey,
    proxy,
    policy: {
      dmPolicy: merged.dmPolicy ?? "pairing",
      allowFrom: texts(merged.allowFrom),
      groupPolicy: groupPolicy.policy,
      groupAllowFrom: texts(merged.groupAllowFrom),
      groups: groupEntries(merged.groups),
      idPrefixes: ID_PREFIXES,
    },
    groupPolicySource: groupPolicy.source,
    placeOf: {
      allowFrom: placeOf("allowFrom"),
      groupPolicy: placeOf("groupPolicy"),
      groupAllowFrom: placeOf("groupAllowFrom"),
      groups: placeOf("groups"),
    },
    historyLimit: merged.historyLimit,
    mediaMaxBytes: (merged.mediaMaxMb ?? MEDIA_MAX_MB_DEFAULT) * MEGABYTE,
    receipts: merged.receipts ?? "seen",
    replyToMode: merged.replyToMode ?? "off",
    unknownSends: merged.unknownSends ?? "repeat",
    blockStreaming: merged.blockStreaming ?? false,
    language: merged.language ?? "vi",
    pacing,
  };
}

/**
 * `open` has to be said twice. The gateway checks our settings by their JSON schema, which cannot say that,
 * so an account that was opened by half is refused here.
 */
function openWithoutWildcard(
  accountId: string,
  settings: ZalouserAccountConfig,
  path: string,
): ChannelError | undefined {
  if (!isOpenByHalf(settings)) return undefined;
  return new ChannelError(
    "misconfigured",
    `Zalo account "${accountId}": dmPolicy "open" lets anybody write to the agent and needs "*" in ${path}.allowFrom.`,
    {
      fix: `Add "*" to ${path}.allowFrom, or set ${path}.dmPolicy to "pairing" or "allowlist", such as: openclaw config set ${path}.dmPolicy pairing`,
    },
  );
}
