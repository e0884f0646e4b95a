import { type Finding, findingOf, oldGroupNames } from "channel-kit/host/finding";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { listAccountIds } from "../config/account-ids.ts";
import { resolveAccount, type ZalouserAccount } from "../config/accounts.ts";
import { readZalouserEnv, type ZalouserEnv } from "../config/env.ts";
import { mergedSettings, type SettingsPlace, settingsPlaces } from "../config/places.ts";
import { setCommand } from "../mend.ts";
import { type NamedKind, readEntry } from "../names/list-entry.ts";
import { sayFinding } from "../names/say-finding.ts";

/**
 * What is wrong, useless or risky in the settings, by looking at them alone. `repair` is the command that mends
 * what can be mended without changing who has access.
 */
export function findInConfig(
  cfg: OpenClawConfig,
  repair: string,
  env: ZalouserEnv = readZalouserEnv(),
): Finding[] {
  const accounts = enabledAccounts(cfg, env);
  return [
    ...accounts.flatMap((account) => problemOf(cfg, account)),
    ...settingsPlaces(cfg).flatMap((place) => [
      ...oldGroupNames(place.path, place.settings.groups, repair),
      ...wrongKinds(place),
    ]),
    ...accounts.flatMap(groupPolicyUnset),
  ];
}

/** The accounts that are switched on; none when the channel has not been set up. */
export const enabledAccounts = (
  cfg: OpenClawConfig,
  env: ZalouserEnv = readZalouserEnv(),
): ZalouserAccount[] =>
  cfg.channels?.["zalouser"] === undefined
    ? []
    : listAccountIds(cfg)
        .map((accountId) => resolveAccount(cfg, accountId, env))
        .filter(({ enabled }) => enabled);

/** Why an account cannot start. */
function problemOf(cfg: OpenClawConfig, account: ZalouserAccount): Finding[] {
  const { accountId, problem, settingsPath, proxy } = account;
  // Whether a secret exists for the gateway is not to be seen from here; the gateway's own doctor looks into that.
  const isReference = problem === proxy.problem && typeof mergedSettings(cfg, accountId).proxy === "object";
  return problem === undefined || isReference ? [] : [findingOf(settingsPath, problem)];
}

/** Nobody chose; the account is in its groups because its owner joined them, so none is shut out. */
function groupPolicyUnset({ groupPolicySource, settingsPath }: ZalouserAccount): Finding[] {
  if (groupPolicySource !== "plugin-default") return [];
  const path = `${settingsPath}.groupPolicy`;
  return [
    {
      path,
      what: 'is not set, which means "open": no group that this account is in is shut out.',
      fix: `Choose: ${setCommand(path, "allowlist")} (or open, or disabled)`,
    },
  ];
}

/** Groups in lists of people, and people among groups: they match nobody. */
function wrongKinds(place: SettingsPlace): Finding[] {
  return entriesOf(place).flatMap(({ list, entry, kind }) => {
    if (readEntry(entry, kind).is !== "wrong-kind") return [];
    const { message, fix } = sayFinding({ list, entry, kind, why: "wrong-kind", candidates: [] });
    return [{ path: `${place.path}.${list}`, what: message, fix }];
  });
}

/** One entry of a list, with where it stands below its place. */
export interface TypedEntry {
  list: string;
  entry: string;
  kind: NamedKind;
}

/** Every entry of every list at one place, as it was typed. */
export function entriesOf({ settings }: Pick<SettingsPlace, "settings">): TypedEntry[] {
  const groups = Object.entries(settings.groups ?? {});
  const lists: [string, readonly (string | number)[] | undefined][] = [
    ["allowFrom", settings.allowFrom],
    ["groupAllowFrom", settings.groupAllowFrom],
    ...groups.map(([key, { allowFrom }]): [string, typeof allowFrom] => [
      `groups.${key}.allowFrom`,
      allowFrom,
    ]),
  ];
  return [
    ...lists.flatMap(([list, entries]) =>
      (entries ?? []).map((entry): TypedEntry => ({ list, entry: String(entry), kind: "person" })),
    ),
    ...groups.map(([key]): TypedEntry => ({ list: "groups", entry: key, kind: "group" })),
  ];
}
