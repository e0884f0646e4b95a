import { join } from "node:path";
import { ended, signalGroup, spawnGroup } from "./process-group.ts";
import { pluginFolder, ROOT } from "./repository.ts";

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
