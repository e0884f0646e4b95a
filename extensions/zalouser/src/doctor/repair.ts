import {
  closeHalfOpen,
  type Places,
  type Repaired,
  renameAllow,
  repairPlaces,
} from "channel-kit/host/config-repair";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { replacePlace, settingsPlaces } from "../config/places.ts";
import type { ZalouserAccountConfig } from "../config/schema.ts";

const PLACES: Places<ZalouserAccountConfig> = { all: settingsPlaces, replace: replacePlace };

/**
 * Mends what can be mended without letting anybody in or out: the old name of `enabled`, and `open` that was said
 * only once.
 */
export const repairConfig = (cfg: OpenClawConfig): Repaired =>
  closeHalfOpen(repairPlaces(cfg, PLACES, [renameAllow]), PLACES);
