import type { UnknownSends } from "channel-kit/answer/send-pieces";
import { chooseDefaultAccount, ownKey, sortAccountIds } from "channel-kit/host/account-ids";
import { type ResolvedProxy, resolveProxy } from "channel-kit/host/proxy-setting";
import { ChannelError } from "channel-kit/outcome/channel-error";
import {
  type AccountPolicy,
  refuseOpenByHalf,
  resolveAccountPolicy,
} from "channel-kit/policy/account-policy";
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { ID_PREFIXES } from "../ids.ts";
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
export interface ZaloAccount extends AccountPolicy {
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

const ROOT_PATH = "channels.zalo";
const MEGABYTE = 1024 * 1024;

/** With no group policy set, the operator lists the groups. */
const GROUND = { groupPolicy: "allowlist", idPrefixes: ID_PREFIXES } as const;

/** The ids of all configured accounts, the default one first; never empty. */
export function listAccountIds(cfg: OpenClawConfig): string[] {
  const { accounts, ...root } = section(cfg);
  const named = Object.keys(accounts ?? {}).map((id) => normalizeAccountId(id));
  const hasRootAccount = root.botToken !== undefined || root.tokenFile !== undefined;
  return sortAccountIds(hasRootAccount || named.length === 0 ? [DEFAULT_ACCOUNT_ID, ...named] : named);
}

/** The account that is meant when none is named. */
export function defaultAccountId(cfg: OpenClawConfig): string {
  return chooseDefaultAccount(listAccountIds(cfg), section(cfg).defaultAccount);
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
    refuseOpenByHalf(accountId, merged, settingsPath) ??
    proxy.problem ??
    webhook.problem ??
    publicBase.problem;
  const access = resolveAccountPolicy(
    { path: ROOT_PATH, settings: root },
    own === undefined ? undefined : { path: settingsPath, settings: own },
    cfg.channels?.defaults?.groupPolicy,
    GROUND,
  );
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
    ...access,
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
