import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { buildPlugin } from "demo/bundle";
import { PLUGINS, type PluginName, pluginFolder } from "demo/repository";
import type { Line } from "./line.ts";
import { median } from "./median.ts";

export const name = "plugin-import";

const ROUNDS = 9;
/** What the plugin's own code may cost a gateway that has the SDK loaded already. */
const MOST_MS = 60;

/** Loads the modules of the SDK first, so that what is timed is the plugin's own code alone. */
const PROGRAM = `
  const [entry, ...sdk] = process.argv.slice(1);
  for (const module of sdk) await import(module);
  const start = performance.now();
  await import(entry);
  console.log(performance.now() - start);
  process.exit(0);
`;

/** As the bundler writes them, each at the beginning of a line or at the end of a list of names. */
const STATIC_IMPORT = /^(?:import |(?:import )?.*\} from )"([^"]+)";$/gm;

export async function run(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const plugin of PLUGINS) {
    await buildPlugin(plugin, new AbortController().signal);
    const ms = await timeToImport(plugin);
    lines.push({
      label: `${plugin}'s entry, after the SDK modules it needs`,
      value: `${ms.toFixed(0)} ms`,
      target: { text: `under ${MOST_MS} ms`, met: ms < MOST_MS },
    });
  }
  return lines;
}

async function timeToImport(plugin: PluginName): Promise<number> {
  const folder = pluginFolder(plugin);
  const entry = join(folder, "dist", "index.js");
  const sdk = [...loadedWith(entry)].filter((module) => module.startsWith("openclaw/"));
  if (sdk.length === 0)
    throw new Error("The entry imports nothing of the SDK, so there is nothing to compare.");
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", PROGRAM, pathToFileURL(entry).href, ...sdk],
      { cwd: folder },
    );
    times.push(Number(stdout));
  }
  return median(times);
}

/** Everything that loading a built file loads at once: files of the plugin, and modules of others. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  seen.add(file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(STATIC_IMPORT)) {
    const target = specifier.startsWith(".") ? join(dirname(file), specifier) : specifier;
    if (seen.has(target)) continue;
    if (existsSync(target)) loadedWith(target, seen);
    else seen.add(target);
  }
  return seen;
}
