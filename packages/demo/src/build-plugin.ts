import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Gateway } from "./gateway.ts";
import { ended, signalGroup, spawnGroup } from "./process-group.ts";
import { OPENCLAW, pluginFolder, ROOT } from "./repository.ts";

/** Builds a plugin of this repository into its `dist` folder. Throws with the bundler's words. */
export async function buildPlugin(plugin: string, signal: AbortSignal): Promise<void> {
  const bundler = join(ROOT, "node_modules", "tsup", "dist", "cli-default.js");
  const config = join(pluginFolder(plugin), "tsup.config.ts");
  await runBundler(`The ${plugin} plugin`, [bundler, "--config", config], signal);
}

/** Builds the page in the browser into its `dist` folder. Throws with the bundler's words. */
export async function buildPage(folder: string, signal: AbortSignal): Promise<void> {
  const bundler = join(ROOT, "node_modules", "vite", "bin", "vite.js");
  await runBundler("The page", [bundler, "build", folder, "--logLevel", "warn"], signal);
}

async function runBundler(what: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const child = spawnGroup(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => output.push(chunk));
  const stop = () => signalGroup(child, "SIGKILL");
  signal.addEventListener("abort", stop, { once: true });
  await ended(child);
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (child.exitCode !== 0) {
    throw new Error(`${what} could not be built:\n${Buffer.concat(output).toString("utf8")}`);
  }
}

/** Whether the gateway in this folder has the plugin installed exactly as it is built now. */
export function isPluginInstalled(plugin: string, folder: string): boolean {
  const stamp = stampFile(plugin, folder);
  return (
    existsSync(join(folder, "state", "extensions", plugin, "dist")) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === fingerprint(plugin)
  );
}

/** `openclaw plugins install`, and a note of what was installed. */
export async function installPlugin(plugin: string, gateway: Gateway): Promise<void> {
  const installing = fingerprint(plugin);
  await gateway.install(plugin);
  const stamp = stampFile(plugin, gateway.folder);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, installing);
}

const stampFile = (plugin: string, folder: string) => join(folder, "installed", plugin);

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
