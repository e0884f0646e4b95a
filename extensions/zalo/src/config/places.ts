import { ownKey } from "channel-kit/host/account-ids";
import { type SettingsPlace as PlaceOf, placesIn, withSettings } from "channel-kit/host/settings-places";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { layOver, section } from "./accounts.ts";
import type { ZaloAccountConfig } from "./schema.ts";

export type SettingsPlace = PlaceOf<ZaloAccountConfig>;

/** Every place that holds settings: the root, then each account's own. */
export const settingsPlaces = (cfg: OpenClawConfig): SettingsPlace[] =>
  placesIn<ZaloAccountConfig>("zalo", section(cfg));

/** What an account is configured with: its own settings laid over the root's. */
export function mergedSettings(cfg: OpenClawConfig, accountId: string): ZaloAccountConfig {
  const { accounts, defaultAccount: _, ...root } = section(cfg);
  const key = ownKey(accounts, accountId);
  return layOver(root, key === undefined ? undefined : accounts?.[key]);
}

/** The configuration with other settings at one place. */
export const replacePlace = (
  cfg: OpenClawConfig,
  { key }: SettingsPlace,
  settings: ZaloAccountConfig,
): OpenClawConfig => withSettings<ZaloAccountConfig>(cfg, "zalo", section(cfg), key, settings);
