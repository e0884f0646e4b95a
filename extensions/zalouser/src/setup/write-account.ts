import { ownKey } from "channel-kit/host/account-ids";
import { type Change as AccountChange, changeAccount, changed } from "channel-kit/setup/change-account";
import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { section } from "../config/account-ids.ts";
import type { ZalouserAccountConfig, ZalouserConfig } from "../config/schema.ts";

/** Settings that are one account's own: at the root they belong to the account that stands there alone. */
export const OWN_SETTINGS = ["profile", "name"] as const;

/** What an account's settings become; `undefined` takes a setting away. */
export type Change = AccountChange<ZalouserAccountConfig>;

/**
 * The configuration with one account changed, and no other. The account `default` stands at the root as long as it is
 * alone; beside others it stands below `accounts` like them. One that was switched off stays off.
 */
export function writeAccount(cfg: OpenClawConfig, accountId: string, change: Change): OpenClawConfig {
  const before = section(cfg);
  const isAlone = Object.keys(before.accounts ?? {}).length === 0;
  if (isAlone && accountId === DEFAULT_ACCOUNT_ID) {
    return withSection(cfg, changeAccount(before, { key: undefined, whenOff: "leave" }, change));
  }
  const settled = accountId === DEFAULT_ACCOUNT_ID ? withOwnInDefault(before) : before;
  const key = ownKey(settled.accounts, accountId) ?? accountId;
  return withSection(cfg, changeAccount(settled, { key, whenOff: "leave" }, change));
}

/** Beside other accounts a profile at the root would be that of all of them, and no two may share one. */
function withOwnInDefault(zalouser: ZalouserConfig): ZalouserConfig {
  const { profile, name, ...rest } = zalouser;
  if (profile === undefined && name === undefined) return zalouser;
  const key = ownKey(zalouser.accounts, DEFAULT_ACCOUNT_ID) ?? DEFAULT_ACCOUNT_ID;
  const account = { ...changed<ZalouserAccountConfig>({}, { profile, name }), ...zalouser.accounts?.[key] };
  return { ...rest, accounts: { ...zalouser.accounts, [key]: account } };
}

function withSection(cfg: OpenClawConfig, zalouser: ZalouserConfig): OpenClawConfig {
  return { ...cfg, channels: { ...cfg.channels, zalouser } };
}
