import { isOpenByHalf } from "channel-kit/policy/settings-schema";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { replacePlace, type SettingsPlace, settingsPlaces } from "../config/places.ts";
import type { ZaloAccountConfig } from "../config/schema.ts";

/** The configuration after `openclaw doctor --fix`, and what was done, one sentence each. */
export interface Repaired {
  config: OpenClawConfig;
  changes: string[];
}

/**
 * Mends what can be mended without letting anybody in or out: a token file that is not read, the old name of
 * `enabled`, and `open` that was said only once. Such an account lets nobody in; it becomes `pairing`, where
 * strangers still get no further than a code. The gateway's own repair would add `"*"` and open it to all.
 */
export function repairConfig(cfg: OpenClawConfig): Repaired {
  const changes: string[] = [];
  let config = cfg;
  for (const { path, key } of settingsPlaces(cfg)) {
    for (const repair of [dropUnreadFile, renameAllow]) {
      const place = settingsPlaces(config).find((one) => one.key === key);
      const done = place === undefined ? undefined : repair(place);
      if (place === undefined || done === undefined) continue;
      config = replacePlace(config, place, done.settings);
      changes.push(...done.changes.map((change) => `${path}: ${change}`));
    }
  }
  return closeHalfOpen(config, changes);
}

type Repair = (place: SettingsPlace) => { settings: ZaloAccountConfig; changes: string[] } | undefined;

const dropUnreadFile: Repair = ({ settings }) => {
  const { tokenFile, ...rest } = settings;
  if (tokenFile === undefined || settings.botToken === undefined) return undefined;
  return { settings: rest, changes: ["removed tokenFile, which was not read because of botToken."] };
};

const renameAllow: Repair = ({ settings }) => {
  const groups = Object.entries(settings.groups ?? {});
  const old = groups.filter(([, { allow }]) => allow !== undefined);
  if (old.length === 0) return undefined;
  const renamed = groups.map(([id, { allow, ...group }]) => {
    // `enabled` was the one that counted where both stood.
    return [id, allow === undefined || group.enabled !== undefined ? group : { ...group, enabled: allow }];
  });
  return {
    settings: { ...settings, groups: Object.fromEntries(renamed) as ZaloAccountConfig["groups"] },
    changes: old.map(([id]) => `renamed groups.${id}.allow to enabled.`),
  };
};

function closeHalfOpen(cfg: OpenClawConfig, changes: string[]): Repaired {
  const [root, ...own] = settingsPlaces(cfg);
  if (root === undefined) return { config: cfg, changes };
  const closed = (path: string) =>
    `${path}: set dmPolicy to "pairing", because "open" needs "*" in allowFrom. Add "*" and set it back if anybody may write.`;
  let config = cfg;
  if (isOpenByHalf(root.settings)) {
    config = replacePlace(config, root, { ...root.settings, dmPolicy: "pairing" });
    changes.push(closed(root.path));
  }
  for (const place of own) {
    const inherits = place.settings.dmPolicy === undefined && root.settings.dmPolicy === "open";
    if (isOpenByHalf({ ...root.settings, ...place.settings })) {
      // What only the root says has been mended there.
      if (inherits && isOpenByHalf(root.settings)) continue;
      config = replacePlace(config, place, { ...place.settings, dmPolicy: "pairing" });
      changes.push(closed(place.path));
    } else if (inherits && isOpenByHalf(root.settings)) {
      // It listed "*" itself and was open by the root's word: it stays so.
      config = replacePlace(config, place, { ...place.settings, dmPolicy: "open" });
      changes.push(`${place.path}: kept dmPolicy "open", which it had from ${root.path}.`);
    }
  }
  return { config, changes };
}
