import type { UnknownSends } from "channel-kit/answer/send-pieces";
import { type ResolvedProxy, resolveProxy } from "channel-kit/host/proxy-setting";
import type { ChannelError } from "channel-kit/outcome/channel-error";
import {
  type AccountPolicy,
  refuseOpenByHalf,
  resolveAccountPolicy,
} from "channel-kit/policy/account-policy";
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { ID_PREFIXES } from "../ids.ts";
import { defaultAccountId } from "./account-ids.ts";
import { readZalouserEnv, type ZalouserEnv } from "./env.ts";
import { type AccountPace, resolvePace } from "./pace.ts";
import { accountPlaces, mergedSettings } from "./places.ts";
import { resolveProfile } from "./profile.ts";
import { type Language, MEDIA_MAX_MB_DEFAULT, type Receipts, type ReplyToMode } from "./schema.ts";

/** Everything one account is, after the root settings and its own have been laid over each other. */
export interface ZalouserAccount extends AccountPolicy {
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

const MEGABYTE = 1024 * 1024;

/** With no group policy set, the account is in its groups because its owner joined them. */
const GROUND = { groupPolicy: "open", idPrefixes: ID_PREFIXES } as const;

/** Resolves one account. Never throws: what is wrong with it stands in `problem`. */
export function resolveAccount(
  cfg: OpenClawConfig,
  requested?: string | null,
  env: ZalouserEnv = readZalouserEnv(),
): ZalouserAccount {
  const accountId = normalizeAccountId(requested ?? defaultAccountId(cfg));
  const { root, own, path: settingsPath } = accountPlaces(cfg, accountId);
  const merged = mergedSettings(cfg, accountId);
  const proxyPath = `${own?.settings.proxy === undefined ? root.path : own.path}.proxy`;
  const proxy = resolveProxy(accountId, proxyPath, merged.proxy);
  const { profile, problem: profileProblem } = resolveProfile(cfg, accountId, env);
  const { problem: paceProblem, ...pacing } = resolvePace(
    accountId,
    root.settings,
    own?.settings,
    settingsPath,
  );
  const problem =
    refuseOpenByHalf(accountId, merged, settingsPath) ?? proxy.problem ?? profileProblem ?? paceProblem;
  const access = resolveAccountPolicy(root, own, cfg.channels?.defaults?.groupPolicy, GROUND);
  return {
    accountId,
    isDefault: accountId === DEFAULT_ACCOUNT_ID,
    settingsPath,
    ...(merged.name === undefined ? {} : { name: merged.name }),
    enabled: root.settings.enabled !== false && own?.settings.enabled !== false,
    profile,
    ...(problem === undefined ? {} : { problem }),
    apiUrl: env.apiUrl,
    credentialsKey: env.credentialsKey,
    proxy,
    ...access,
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
