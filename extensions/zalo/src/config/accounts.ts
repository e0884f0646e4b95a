import type { UnknownSends } from "channel-kit/answer/send-pieces";
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
import { defaultAccountId, listAccountIds } from "./account-ids.ts";
import { readZaloEnv, type ZaloEnv } from "./env.ts";
import { accountPlaces, mergedOf, type SettingsPlace } from "./places.ts";
import { type PublicBase, resolvePublicBase } from "./public-base.ts";
import { type Format, type Language, MEDIA_MAX_MB_DEFAULT, POLLERS_DEFAULT } from "./schema.ts";
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

const MEGABYTE = 1024 * 1024;

/** With no group policy set, the operator lists the groups. */
const GROUND = { groupPolicy: "allowlist", idPrefixes: ID_PREFIXES } as const;

/** Resolves one account. Never throws: what is wrong with it stands in `token.problem`. */
export function resolveAccount(
  cfg: OpenClawConfig,
  requested?: string | null,
  env: ZaloEnv = readZaloEnv(),
): ZaloAccount {
  const accountId = normalizeAccountId(requested ?? defaultAccountId(cfg));
  const places = accountPlaces(cfg, accountId);
  const { root, own, path: settingsPath } = places;
  const merged = mergedOf(places);
  const tokenPlaces = (own === undefined ? [root] : [own, root]).map(tokenPlace);
  const envToken = accountId === DEFAULT_ACCOUNT_ID ? env.botToken : undefined;
  const proxyPath = `${own?.settings.proxy === undefined ? root.path : own.path}.proxy`;
  const proxy = resolveProxy(accountId, proxyPath, merged.proxy);
  const webhook = webhookOf(cfg, { accountId, settingsPath, settings: merged }, env.apiUrl);
  const publicBase = resolvePublicBase({ accountId, settingsPath, settings: merged }, env.apiUrl);
  const problem =
    refuseOpenByHalf(accountId, merged, settingsPath) ??
    proxy.problem ??
    webhook.problem ??
    publicBase.problem;
  const access = resolveAccountPolicy(root, own, cfg.channels?.defaults?.groupPolicy, GROUND);
  return {
    accountId,
    isDefault: accountId === DEFAULT_ACCOUNT_ID,
    settingsPath,
    ...(merged.name === undefined ? {} : { name: merged.name }),
    enabled: root.settings.enabled !== false && own?.settings.enabled !== false,
    token: resolveToken(accountId, tokenPlaces, envToken),
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
  const others = listAccountIds(cfg).flatMap((accountId): WebhookPlace[] => {
    const places = accountPlaces(cfg, accountId);
    if (accountId === place.accountId || places.own?.settings.enabled === false) return [];
    return [{ accountId, settingsPath: places.path, settings: mergedOf(places) }];
  });
  try {
    const settings = resolveWebhook(place, others, apiUrl);
    return settings === undefined ? {} : { settings };
  } catch (error) {
    if (error instanceof ChannelError) return { problem: error };
    throw error;
  }
}

const tokenPlace = ({ path, settings }: SettingsPlace): TokenPlace => ({
  path,
  botToken: settings.botToken,
  tokenFile: settings.tokenFile,
});
