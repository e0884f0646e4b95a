import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { layOver, ownKey, section } from "./accounts.ts";
import type { ZaloAccountConfig } from "./schema.ts";

/** Settings as an operator wrote them, at one of the places where they may stand. */
export interface SettingsPlace {
  /** `channels.zalo`, or the same with `.accounts.<name>`. */
  path: string;
  /** The name below `accounts`; undefined at the root. */
  key: string | undefined;
  settings: ZaloAccountConfig;
}

const ROOT_PATH = "channels.zalo";

/** Every place that holds settings: the root, then each account's own. */
export function settingsPlaces(cfg: OpenClawConfig): SettingsPlace[] {
  const { accounts, defaultAccount: _, ...root } = section(cfg);
  const own = Object.entries(accounts ?? {}).map(
    ([key, settings]): SettingsPlace => ({ path: `${ROOT_PATH}.accounts.${key}`, key, settings }),
  );
  return [{ path: ROOT_PATH, key: undefined, settings: root }, ...own];
}

/** What an account is configured with: its own settings laid over the root's. */
export function mergedSettings(cfg: OpenClawConfig, accountId: string): ZaloAccountConfig {
  const { accounts, defaultAccount: _, ...root } = section(cfg);
  const key = ownKey(accounts, accountId);
  return layOver(root, key === undefined ? undefined : accounts?.[key]);
}

/** The configuration with other settings at one place. */
export function replacePlace(
  cfg: OpenClawConfig,
  { key }: SettingsPlace,
  settings: ZaloAccountConfig,
): OpenClawConfig {
  const { accounts, defaultAccount } = section(cfg);
  const beside = {
    ...(accounts === undefined ? {} : { accounts }),
    ...(defaultAccount === undefined ? {} : { defaultAccount }),
  };
  const zalo =
    key === undefined
      ? { ...settings, ...beside }
      : { ...section(cfg), accounts: { ...accounts, [key]: settings } };
  return { ...cfg, channels: { ...cfg.channels, zalo } };
}
