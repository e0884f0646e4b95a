import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildPlugin } from "./bundle.ts";
import { PLUGINS, type PluginName, pluginFolder } from "./repository.ts";

/** A plugin as somebody installs it: one file. */
export interface Tarball {
  plugin: PluginName;
  version: string;
  /** Absolute. */
  path: string;
  /** Of the tarball, in bytes. */
  size: number;
  /** Of what it holds, in bytes. */
  unpackedSize: number;
  /** What it holds, relative to the plugin's folder. */
  files: readonly string[];
}

/** Builds the plugins, so that never an old build is packed, and packs each into the folder. */
export async function packPlugins(folder: string, signal: AbortSignal): Promise<Tarball[]> {
  mkdirSync(folder, { recursive: true });
  const packed: Tarball[] = [];
  for (const plugin of PLUGINS) {
    await buildPlugin(plugin, signal);
    packed.push(await packPlugin(plugin, folder, signal));
  }
  return packed;
}

/** What `npm pack --json` says of one package. */
interface Said {
  version: string;
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string }[];
}

async function packPlugin(plugin: PluginName, folder: string, signal: AbortSignal): Promise<Tarball> {
  const said = JSON.parse(
    await npm(["pack", "--json", "--pack-destination", folder, pluginFolder(plugin)], signal),
  ) as Said[];
  const [one] = said;
  if (one === undefined) throw new Error(`npm packed nothing of the ${plugin} plugin.`);
  const { version, filename, size, unpackedSize, files } = one;
  const path = join(folder, filename);
  return { plugin, version, path, size, unpackedSize, files: files.map(({ path }) => path) };
}

/** What npm prints. Throws with its complaints when it fails. */
function npm(args: readonly string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", args, {
      signal,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(Buffer.concat(stdout).toString("utf8"));
      else reject(new Error(`npm ${args[0]} failed:\n${Buffer.concat(stderr).toString("utf8")}`));
    });
  });
}
