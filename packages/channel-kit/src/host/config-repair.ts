import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { isOpenByHalf } from "../policy/settings-schema.ts";
import type { SettingsPlace } from "./settings-places.ts";

/** The configuration after `openclaw doctor --fix`, and what was done, one sentence each. */
export interface Repaired {
  config: OpenClawConfig;
  changes: string[];
}

/** As much of an account's settings as is mended here. */
interface Mendable {
  dmPolicy?: "pairing" | "allowlist" | "open" | "disabled" | undefined;
  allowFrom?: (string | number)[] | undefined;
  groups?: Record<string, { enabled?: boolean | undefined; allow?: boolean | undefined }> | undefined;
}

/** How a channel's section is read and written. */
export interface Places<Settings> {
  all(cfg: OpenClawConfig): SettingsPlace<Settings>[];
  replace(cfg: OpenClawConfig, place: SettingsPlace<Settings>, settings: Settings): OpenClawConfig;
}

/** Mends the settings of one place; undefined when there is nothing to mend. */
export type Repair<Settings> = (
  place: SettingsPlace<Settings>,
) => { settings: Settings; changes: string[] } | undefined;

/** Mends every place by each of the repairs. */
export function repairPlaces<Settings>(
  cfg: OpenClawConfig,
  places: Places<Settings>,
  repairs: readonly Repair<Settings>[],
): Repaired {
  const changes: string[] = [];
  let config = cfg;
  for (const { path, key } of places.all(cfg)) {
    for (const repair of repairs) {
      const place = places.all(config).find((one) => one.key === key);
      const done = place === undefined ? undefined : repair(place);
      if (place === undefined || done === undefined) continue;
      config = places.replace(config, place, done.settings);
      changes.push(...done.changes.map((change) => `${path}: ${change}`));
    }
  }
  return { config, changes };
}

/** `allow` is the old name of a group's `enabled`. */
export function renameAllow<Settings extends Mendable>({
  settings,
}: SettingsPlace<Settings>): { settings: Settings; changes: string[] } | undefined {
  const groups = Object.entries(settings.groups ?? {});
  const old = groups.filter(([, { allow }]) => allow !== undefined);
  if (old.length === 0) return undefined;
  const renamed = groups.map(([id, { allow, ...group }]) => {
    // `enabled` was the one that counted where both stood.
    return [id, allow === undefined || group.enabled !== undefined ? group : { ...group, enabled: allow }];
  });
  return {
    settings: { ...settings, groups: Object.fromEntries(renamed) as Settings["groups"] },
    changes: old.map(([id]) => `renamed groups.${id}.allow to enabled.`),
  };
}

/**
 * `open` that was said only once lets nobody in. It becomes `pairing`, where strangers still get no further than a
 * code; the gateway's own repair would add `"*"` and open the account to all.
 */
export function closeHalfOpen<Settings extends Mendable>(
  { config: cfg, changes }: Repaired,
  places: Places<Settings>,
): Repaired {
  const [root, ...own] = places.all(cfg);
  if (root === undefined) return { config: cfg, changes };
  const closed = (path: string) =>
    `${path}: set dmPolicy to "pairing", because "open" needs "*" in allowFrom. Add "*" and set it back if anybody may write.`;
  let config = cfg;
  if (isOpenByHalf(root.settings)) {
    config = places.replace(config, root, { ...root.settings, dmPolicy: "pairing" });
    changes.push(closed(root.path));
  }
  for (const place of own) {
    const inherits = place.settings.dmPolicy === undefined && root.settings.dmPolicy === "open";
    if (isOpenByHalf({ ...root.settings, ...place.settings })) {
      // What only the root says has been mended there.
      if (inherits && isOpenByHalf(root.settings)) continue;
      config = places.replace(config, place, { ...place.settings, dmPolicy: "pairing" });
      changes.push(closed(place.path));
    } else if (inherits && isOpenByHalf(root.settings)) {
      // It listed "*" itself and was open by the root's word: it stays so.
      config = places.replace(config, place, { ...place.settings, dmPolicy: "open" });
      changes.push(`${place.path}: kept dmPolicy "open", which it had from ${root.path}.`);
    }
  }
  return { config, changes };
}
