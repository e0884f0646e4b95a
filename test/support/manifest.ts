import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PluginName, pluginFolder } from "demo/repository";

export const manifestFile = (plugin: PluginName): string =>
  join(pluginFolder(plugin), "openclaw.plugin.json");

/** The manifest as it has to be: what is written by hand, with the schema that the code generates. */
export async function manifestText(plugin: PluginName): Promise<string> {
  const manifest = JSON.parse(readFileSync(manifestFile(plugin), "utf8")) as Record<string, unknown>;
  const generated = await generatedParts(plugin);
  const configs = manifest["channelConfigs"] as Record<string, Record<string, unknown>>;
  const next = { ...manifest, channelConfigs: { [plugin]: { ...configs[plugin], ...generated } } };
  return `${JSON.stringify(next, null, 2)}\n`;
}

/** What the code of a plugin says about its settings. */
async function generatedParts(plugin: PluginName): Promise<{ schema: unknown; uiHints: unknown }> {
  if (plugin === "zalo") {
    const { zaloConfigSchema } = await import("../../extensions/zalo/src/config/schema.ts");
    const { uiHints } = await import("../../extensions/zalo/src/config/hints.ts");
    return { schema: zaloConfigSchema.schema, uiHints };
  }
  const { zalouserConfigSchema } = await import("../../extensions/zalouser/src/config/schema.ts");
  const { uiHints } = await import("../../extensions/zalouser/src/config/hints.ts");
  return { schema: zalouserConfigSchema.schema, uiHints };
}
