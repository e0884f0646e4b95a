import {
  type AccountPlaces,
  type SettingsPlace as PlaceOf,
  placesIn,
  placesOf,
  withSettings,
} from "channel-kit/host/settings-places";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { section } from "./account-ids.ts";
import type { ZaloAccountConfig } from "./schema.ts";

export type SettingsPlace = PlaceOf<ZaloAccountConfig>;

/** Every place that holds settings: the root, then each account's own. */
export const settingsPlaces = (cfg: OpenClawConfig): SettingsPlace[] =>
  placesIn<ZaloAccountConfig>("zalo", section(cfg));

/** The places that hold the settings of one account. */
export const accountPlaces = (cfg: OpenClawConfig, accountId: string): AccountPlaces<ZaloAccountConfig> =>
  placesOf<ZaloAccountConfig>("zalo", section(cfg), accountId);

/** An account's own settings laid over the root's, one by one. With `webhookUrl: ""` it has none although the root has. */
export function mergedOf({ root, own }: AccountPlaces<ZaloAccountConfig>): ZaloAccountConfig {
  const { webhookUrl, ...merged } = { ...root.settings, ...own?.settings };
  return webhookUrl ? { ...merged, webhookUrl } : merged;
}

/** What an account is configured with. */
export const mergedSettings = (cfg: OpenClawConfig, accountId: string): ZaloAccountConfig =>
  mergedOf(accountPlaces(cfg, accountId));

/** The configuration with other settings at one place. */
export const replacePlace = (
  cfg: OpenClawConfig,
  { key }: SettingsPlace,
  settings: ZaloAccountConfig,
): OpenClawConfig => withSettings<ZaloAccountConfig>(cfg, "zalo", section(cfg), key, settings);
