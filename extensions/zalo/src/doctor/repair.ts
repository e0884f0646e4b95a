import {
  closeHalfOpen,
  type Places,
  type Repair,
  type Repaired,
  renameAllow,
  repairPlaces,
} from "channel-kit/host/config-repair";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { replacePlace, settingsPlaces } from "../config/places.ts";
import type { ZaloAccountConfig } from "../config/schema.ts";

const PLACES: Places<ZaloAccountConfig> = { all: settingsPlaces, replace: replacePlace };

/**
 * Mends what can be mended without letting anybody in or out: a token file that is not read, the old name of
 * `enabled`, and `open` that was said only once.
 */
export const repairConfig = (cfg: OpenClawConfig): Repaired =>
  closeHalfOpen(repairPlaces(cfg, PLACES, [dropUnreadFile, renameAllow]), PLACES);

const dropUnreadFile: Repair<ZaloAccountConfig> = ({ settings }) => {
  const { tokenFile, ...rest } = settings;
  if (tokenFile === undefined || settings.botToken === undefined) return undefined;
  return { settings: rest, changes: ["removed tokenFile, which was not read because of botToken."] };
};
