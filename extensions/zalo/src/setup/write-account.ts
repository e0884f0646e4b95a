import { ownKey } from "channel-kit/host/account-ids";
import { type Change as AccountChange, changeAccount, changed } from "channel-kit/setup/change-account";
import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { section } from "../config/account-ids.ts";
import { mergedSettings } from "../config/places.ts";
import type { ZaloAccountConfig, ZaloConfig } from "../config/schema.ts";

/** Settings that say where the token is; only one may be set at a time. */
export const CREDENTIALS = ["botToken", "tokenFile"] as const;
/** Settings that mean something only together, and only to one bot. */
export const WEBHOOK_SETTINGS = ["webhookUrl", "webhookSecret", "webhookPath"] as const;

/** Where a bot's token is to be found from now on. */
export type Credential =
  | { from: "config"; botToken: NonNullable<ZaloAccountConfig["botToken"]> }
  | { from: "file"; tokenFile: string }
  | { from: "environment" };

/** What an account's settings become; `undefined` takes a setting away. */
export type Change = AccountChange<ZaloAccountConfig>;

/**
 * The configuration with one account enabled and changed, and no other account. The account `default` stands
 * at the root as long as it is alone; beside others it stands below `accounts` like them, because what is
 * written at the root would hold for all of them.
 */
export function writeAccount(cfg: OpenClawConfig, accountId: string, change: Change): OpenClawConfig {
  const before = section(cfg);
  const isAlone = Object.keys(before.accounts ?? {}).length === 0;
  if (isAlone && accountId === DEFAULT_ACCOUNT_ID) {
    return withSection(cfg, changeAccount(before, { key: undefined, whenOff: "switch-on" }, change));
  }
  const settled = accountId === DEFAULT_ACCOUNT_ID ? withRootTokenInDefault(before) : before;
  const key = ownKey(settled.accounts, accountId) ?? accountId;
  return withSection(cfg, changeAccount(settled, { key, whenOff: "switch-on" }, change));
}

/** The change that makes one place the only one that names the account's token. */
export function credentialChange(credential: Credential): Change {
  return {
    botToken: credential.from === "config" ? credential.botToken : undefined,
    tokenFile: credential.from === "file" ? credential.tokenFile : undefined,
  };
}

/** The configuration with the account receiving by polling. */
export function withoutWebhook(cfg: OpenClawConfig, accountId: string): OpenClawConfig {
  const present = mergedSettings(cfg, accountId);
  if (!WEBHOOK_SETTINGS.some((setting) => present[setting])) return cfg;
  const next = writeAccount(cfg, accountId, {
    webhookUrl: undefined,
    webhookSecret: undefined,
    webhookPath: undefined,
  });
  // What the root says for all accounts is overruled for this one.
  return mergedSettings(next, accountId).webhookUrl
    ? writeAccount(next, accountId, { webhookUrl: "" })
    : next;
}

/** A token at the root is that of the account `default`: left there, it would win over the environment. */
function withRootTokenInDefault(zalo: ZaloConfig): ZaloConfig {
  const { botToken, tokenFile, ...rest } = zalo;
  if (botToken === undefined && tokenFile === undefined) return zalo;
  const key = ownKey(zalo.accounts, DEFAULT_ACCOUNT_ID) ?? DEFAULT_ACCOUNT_ID;
  const own = zalo.accounts?.[key] ?? {};
  const hasOwn = own.botToken !== undefined || own.tokenFile !== undefined;
  const account = hasOwn ? own : changed(own, { botToken, tokenFile });
  return { ...rest, accounts: { ...zalo.accounts, [key]: account } };
}

function withSection(cfg: OpenClawConfig, zalo: ZaloConfig): OpenClawConfig {
  return { ...cfg, channels: { ...cfg.channels, zalo } };
}
