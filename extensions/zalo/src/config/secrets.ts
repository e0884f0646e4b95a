import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveConfiguredSecretInputString } from "openclaw/plugin-sdk/secret-input-runtime";
import { processEnvironment } from "./env.ts";
import { replacePlace, settingsPlaces } from "./places.ts";

/** Settings that a call to Zalo needs and that may refer to a secret instead of holding it. */
const NEEDED = ["botToken", "proxy"] as const;

/**
 * The configuration with references to secrets replaced by the secrets, for commands: the gateway does this
 * for itself before it starts an account. What cannot be resolved stays a reference, and whoever needs it
 * says so.
 */
export async function withSecrets(cfg: OpenClawConfig): Promise<OpenClawConfig> {
  let next = cfg;
  for (const place of settingsPlaces(cfg)) {
    let { settings } = place;
    for (const name of NEEDED) {
      if (typeof settings[name] !== "object") continue;
      const { value } = await resolveConfiguredSecretInputString({
        config: cfg,
        env: processEnvironment(),
        value: settings[name],
        path: `${place.path}.${name}`,
      });
      if (value !== undefined) settings = { ...settings, [name]: value };
    }
    next = replacePlace(next, place, settings);
  }
  return next;
}
