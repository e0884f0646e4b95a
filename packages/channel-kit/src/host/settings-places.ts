import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { ownKey } from "./account-ids.ts";

/** Settings as an operator wrote them, at one of the places where they may stand. */
export interface SettingsPlace<Settings> {
  /** `channels.<id>`, or the same with `.accounts.<name>`. */
  path: string;
  /** The name below `accounts`; undefined at the root. */
  key: string | undefined;
  settings: Settings;
}

/** A channel's section of the configuration: settings for all accounts, and those of single ones. */
export type Section<Settings> = Settings & {
  accounts?: Record<string, Settings> | undefined;
  defaultAccount?: string | undefined;
};

/** Every place of a channel's section that holds settings: the root, then each account's own. */
export const placesIn = <Settings>(
  channelId: string,
  section: Section<Settings>,
): SettingsPlace<Settings>[] => [rootOf(channelId, section), ...ownPlaces(channelId, section)];

/** The places that hold the settings of one account: the root, and its own when it stands below `accounts`. */
export interface AccountPlaces<Settings> {
  root: SettingsPlace<Settings>;
  own: SettingsPlace<Settings> | undefined;
  /** Where a setting of this account alone is to be written: `path` of its own place, else of the root. */
  path: string;
}

export function placesOf<Settings>(
  channelId: string,
  section: Section<Settings>,
  accountId: string,
): AccountPlaces<Settings> {
  const root = rootOf(channelId, section);
  const ownName = ownKey(section.accounts, accountId);
  const own =
    ownName === undefined ? undefined : ownPlaces(channelId, section).find(({ key }) => key === ownName);
  return { root, own, path: (own ?? root).path };
}

function rootOf<Settings>(channelId: string, section: Section<Settings>): SettingsPlace<Settings> {
  const { accounts: _, defaultAccount: __, ...root } = section;
  // What is left without the two is what every account has, too.
  return { path: `channels.${channelId}`, key: undefined, settings: root as Settings };
}

const ownPlaces = <Settings>(channelId: string, { accounts }: Section<Settings>): SettingsPlace<Settings>[] =>
  Object.entries<Settings>(accounts ?? {}).map(([key, settings]) => ({
    path: `channels.${channelId}.accounts.${key}`,
    key,
    settings,
  }));

/** The configuration with other settings at one place of a channel's section. */
export function withSettings<Settings extends object>(
  cfg: OpenClawConfig,
  channelId: string,
  section: Section<Settings>,
  key: string | undefined,
  settings: Settings,
): OpenClawConfig {
  const { accounts, defaultAccount } = section;
  const beside = {
    ...(accounts === undefined ? {} : { accounts }),
    ...(defaultAccount === undefined ? {} : { defaultAccount }),
  };
  const next =
    key === undefined
      ? { ...settings, ...beside }
      : { ...section, accounts: { ...accounts, [key]: settings } };
  return { ...cfg, channels: { ...cfg.channels, [channelId]: next } };
}
