import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout this file stands in. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The program behind the `openclaw` command, as this checkout has it. */
export const OPENCLAW = join(ROOT, "node_modules", "openclaw", "openclaw.mjs");

/** The plugins of this repository, by what their channels are called. */
export const PLUGINS = ["zalo", "zalouser"] as const;
export type PluginName = (typeof PLUGINS)[number];

/** The folder of one of this repository's plugins. */
export const pluginFolder = (plugin: string): string => join(ROOT, "extensions", plugin);
