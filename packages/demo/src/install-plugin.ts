import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Gateway } from "./gateway.ts";
import { OPENCLAW, pluginFolder } from "./repository.ts";
import { Stamp } from "./stamp.ts";

/** Whether the gateway in this folder has the plugin installed exactly as it is built now. */
export function isPluginInstalled(plugin: string, folder: string): boolean {
  return (
    existsSync(join(folder, "state", "extensions", plugin, "dist")) &&
    stampOf(plugin, folder).says(fingerprint(plugin))
  );
}

/** `openclaw plugins install`, and a note of what was installed. */
export async function installPlugin(plugin: string, gateway: Gateway): Promise<void> {
  const installing = fingerprint(plugin);
  await gateway.install(plugin);
  stampOf(plugin, gateway.folder).set(installing);
}

const stampOf = (plugin: string, folder: string) => new Stamp(join(folder, "installed", plugin));

/** Changes with everything an installation takes over from here: the built plugin, and where the host stands. */
function fingerprint(plugin: string): string {
  const folder = pluginFolder(plugin);
  const built = readdirSync(join(folder, "dist"))
    .sort()
    .map((name) => join("dist", name));
  const hash = createHash("sha256").update(OPENCLAW);
  for (const name of ["package.json", "openclaw.plugin.json", ...built]) {
    hash.update(`\n${name}\n`).update(readFileSync(join(folder, name)));
  }
  return hash.update(readFileSync(join(dirname(OPENCLAW), "package.json"))).digest("hex");
}
