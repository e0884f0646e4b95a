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
import { setCommand } from "../mend.ts";
import { readZaloEnv, type ZaloEnv } from "./env.ts";
import { type PublicBase, resolvePublicBase } from "./public-base.ts";
import {
  type Format,
  type Language,
  MEDIA_MAX_MB_DEFAULT,
  POLLERS_DEFAULT,
  type ZaloAccountConfig,
  type ZaloConfig,
} from "./schema.ts";
import { type ResolvedToken, resolveToken, type TokenPlace } from "./token.ts";
import { resolveWebhook, type WebhookPlace, type WebhookSettings } from "./webhook.ts";

/** Everything one account is, after the root settings and its own have been laid over each other. */
export interface ZaloAccount {
  accountId: string;
  /** The account that commands mean when they name none. */
  isDefault: boolean;
  /** Where the account's own settings stand, such as `channels.zalo.accounts.shop`. */
  settingsPath: string;
  name?: string;
  enabled: boolean;
  token: ResolvedToken;
  /** Why the account may not start although the gateway took its settings; absent when it may. */
  problem?: ChannelError;
  /** How messages come in. With `webhook` and no settings for it, `problem` says why. */
  mode: "polling" | "webhook";
  webhook?: WebhookSettings;
  /** `ZALO_API_URL` as written; checked when the account is used. */
  apiUrl: string | undefined;
  proxy: ResolvedProxy;
  policy: PolicySettings;
  groupPolicySource: ResolvedGroupPolicy["source"];
  /** Where each of these settings that is in force stands, or would: one of an account's own replaces the root's. */
  placeOf: Readonly<Record<PolicySetting, string>>;
  /** How many skipped messages of a group the agent is shown; the gateway's setting when absent. */
  historyLimit: number | undefined;
  pollers: number;
  format: Format;
  unknownSends: UnknownSends;
  blockStreaming: boolean;
  language: Language;
  mediaMaxBytes: number;
  publicBase: PublicBase;
}

/** Settings that say who may use the bot where. */
type PolicySetting = "allowFrom" | "groupPolicy" | "groupAllowFrom" | "groups";

const ROOT_PATH = "channels.zalo";
const MEGABYTE = 1024 * 1024;

/** Unset group policy of this plugin: the operator lists the groups. */
const GROUP_POLICY_DEFAULT = "allowlist";

/** The ids of all configured accounts, the default one first; never empty. */
export function listAccountIds(cfg: OpenClawConfig): string[] {
  const { accounts, ...root } = section(cfg);
  const named = Object.keys(accounts ?? {}).map((id) => normalizeAccountId(id));
  const hasRootAccount = root.botToken !== undefined || root.tokenFile !== undefined;
  const ids = new Set(hasRootAccount || named.length === 0 ? [DEFAULT_ACCOUNT_ID, ...named] : named);
  return [...ids].sort((left, right) => rank(left) - rank(right) || left.localeCompare(right));
}

/** The account that is meant when none is named. */
export function defaultAccountId(cfg: OpenClawConfig): string {
  const chosen = section(cfg).defaultAccount;
  const ids = listAccountIds(cfg);
  if (chosen !== undefined && ids.includes(normalizeAccountId(chosen))) return normalizeAccountId(chosen);
  return ids[0] ?? DEFAULT_ACCOUNT_ID;
}

/** Resolves one account. Never throws: what is wrong with it stands in `token.problem`. */
export function resolveAccount(
  cfg: OpenClawConfig,
  requested?: string | null,
  env: ZaloEnv = readZaloEnv(),
): ZaloAccount {
  const accountId = normalizeAccountId(requested ?? defaultAccountId(cfg));
  const { accounts, defaultAccount: _, ...root } = section(cfg);
  const key = ownKey(accounts, accountId);
  const own = key === undefined ? undefined : accounts?.[key];
  const merged = layOver(root, own);
  const groupPolicy = resolveGroupPolicy(
    merged.groupPolicy,
    cfg.channels?.defaults?.groupPolicy,
    GROUP_POLICY_DEFAULT,
  );
  const settingsPath = key === undefined ? ROOT_PATH : `${ROOT_PATH}.accounts.${key}`;
  const rootPlace: TokenPlace = { path: ROOT_PATH, botToken: root.botToken, tokenFile: root.tokenFile };
  const places =
    own === undefined
      ? [rootPlace]
      : [{ path: settingsPath, botToken: own.botToken, tokenFile: own.tokenFile }, rootPlace];
  const envToken = accountId === DEFAULT_ACCOUNT_ID ? env.botToken : undefined;
  const proxyPath = `${own?.proxy === undefined ? ROOT_PATH : settingsPath}.proxy`;
  const proxy = resolveProxy(accountId, proxyPath, merged.proxy);
  const webhook = webhookOf(cfg, { accountId, settingsPath, settings: merged }, env.apiUrl);
  const publicBase = resolvePublicBase({ accountId, settingsPath, settings: merged }, env.apiUrl);
  const problem =
    openWithoutWildcard(accountId, merged, settingsPath) ??
    proxy.problem ??
    webhook.problem ??
    publicBase.problem;
  const placeOf = (setting: PolicySetting): string =>
    `${own?.[setting] === undefined && root[setting] !== undefined ? ROOT_PATH : settingsPath}.${setting}`;
  return {
    accountId,
    isDefault: accountId === DEFAULT_ACCOUNT_ID,
    settingsPath,
    ...(merged.name === undefined ? {} : { name: merged.name }),
    enabled: root.enabled !== false && own?.enabled !== false,
    token: resolveToken(accountId, places, envToken),
    ...(problem === undefined ? {} : { problem }),
    mode: merged.webhookUrl === undefined ? "polling" : "webhook",
    ...(webhook.settings === undefined ? {} : { webhook: webhook.settings }),
    apiUrl: env.apiUrl,
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
    pollers: merged.pollers ?? POLLERS_DEFAULT,
    format: merged.format ?? "markdown",
    unknownSends: merged.unknownSends ?? "repeat",
    blockStreaming: merged.blockStreaming ?? false,
    language: merged.language ?? "vi",
    mediaMaxBytes: (merged.mediaMaxMb ?? MEDIA_MAX_MB_DEFAULT) * MEGABYTE,
    publicBase,
  };
}

/**
 * `open` has to be said twice. The gateway checks our settings by their JSON schema, which cannot say that,
 * so an account that was opened by half is refused here.
 */
function openWithoutWildcard(
  accountId: string,
  settings: ZaloAccountConfig,
  path: string,
): ChannelError | undefined {
  if (!isOpenByHalf(settings)) return undefined;
  return new ChannelError(
    "misconfigured",
    `Zalo account "${accountId}": dmPolicy "open" lets anybody write to the agent and needs "*" in ${path}.allowFrom.`,
    {
      fix: `Add "*" to ${path}.allowFrom, or set ${path}.dmPolicy to "pairing" or "allowlist", such as: ${setCommand(`${path}.dmPolicy`, "pairing")}`,
    },
  );
}

/** The account's webhook, or what is wrong with it, looked at together with those of the other accounts. */
function webhookOf(
  cfg: OpenClawConfig,
  place: WebhookPlace,
  apiUrl: string | undefined,
): { settings?: WebhookSettings; problem?: ChannelError } {
  const { accounts, defaultAccount: _, ...root } = section(cfg);
  const others = listAccountIds(cfg).flatMap((accountId): WebhookPlace[] => {
    const key = ownKey(accounts, accountId);
    const own = key === undefined ? undefined : accounts?.[key];
    if (accountId === place.accountId || own?.enabled === false) return [];
    const settingsPath = key === undefined ? ROOT_PATH : `${ROOT_PATH}.accounts.${key}`;
    return [{ accountId, settingsPath, settings: { ...root, ...own } }];
  });
  try {
    const settings = resolveWebhook(place, others, apiUrl);
    return settings === undefined ? {} : { settings };
  } catch (error) {
    if (error instanceof ChannelError) return { problem: error };
    throw error;
  }
}

/** The gateway has validated the section before anybody reads it; this is the one place that says so. */
export function section(cfg: OpenClawConfig): ZaloConfig {
  return (cfg.channels?.["zalo"] ?? {}) as ZaloConfig;
}

/**
 * An account's own settings laid over the root's, one by one. With `webhookUrl: ""` an account has none although
 * the root has.
 */
export function layOver(root: ZaloAccountConfig, own: ZaloAccountConfig | undefined): ZaloAccountConfig {
  const { webhookUrl, ...merged } = { ...root, ...own };
  return webhookUrl ? { ...merged, webhookUrl } : merged;
}

/** Under which name, as the operator wrote it, an account stands below `accounts`; undefined when it does not. */
export function ownKey(accounts: ZaloConfig["accounts"], accountId: string): string | undefined {
  return Object.keys(accounts ?? {}).find((id) => normalizeAccountId(id) === accountId);
}

const rank = (accountId: string): number => (accountId === DEFAULT_ACCOUNT_ID ? 0 : 1);
