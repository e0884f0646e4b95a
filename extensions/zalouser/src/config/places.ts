import {
  type AccountPlaces,
  type SettingsPlace as PlaceOf,
  placesIn,
  placesOf,
  withSettings,
} from "channel-kit/host/settings-places";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { section } from "./account-ids.ts";
import type { ZalouserAccountConfig } from "./schema.ts";

export type SettingsPlace = PlaceOf<ZalouserAccountConfig>;

/** Every place that holds settings: the root, then each account's own. */
export const settingsPlaces = (cfg: OpenClawConfig): SettingsPlace[] =>
  placesIn<ZalouserAccountConfig>("zalouser", section(cfg));

/** The places that hold the settings of one account. */
export const accountPlaces = (cfg: OpenClawConfig, accountId: string): AccountPlaces<ZalouserAccountConfig> =>
  placesOf<ZalouserAccountConfig>("zalouser", section(cfg), accountId);

/** What an account is configured with: its own settings laid over the root's. */
export function mergedSettings(cfg: OpenClawConfig, accountId: string): ZalouserAccountConfig {
  const { root, own } = accountPlaces(cfg, accountId);
  return { ...root.settings, ...own?.settings };
}

/** The configuration with other settings at one place. */
export const replacePlace = (
  cfg: OpenClawConfig,
  { key }: SettingsPlace,
  settings: ZalouserAccountConfig,
): OpenClawConfig => withSettings<ZalouserAccountConfig>(cfg, "zalouser", section(cfg), key, settings);
