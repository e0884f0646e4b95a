import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { gatewayEnv } from "./gateway.ts";
import { OPENCLAW, PLUGINS, ROOT } from "./repository.ts";
import { readRunning } from "./running.ts";
import { zaloHere } from "./zalo-here.ts";

/** Runs any `openclaw` command on the state of the demo in this folder. Resolves with its exit code. */
export async function runOpenclaw(
  folder: string,
  args: readonly string[],
  toPassOn: Readonly<Record<string, string>>,
): Promise<number> {
  if (!existsSync(join(folder, "state", "openclaw.json"))) {
    throw new Error(`There is no demo in ${folder} yet. Start one with: npm run demo`);
  }
  const installed = PLUGINS.filter((plugin) => existsSync(join(folder, "state", "extensions", plugin)));
  const zaloUrl = (await readRunning(folder))?.zaloUrl;
  const child = spawn(process.execPath, [OPENCLAW, ...args], {
    cwd: ROOT,
    env: {
      ...gatewayEnv(folder),
      ...(process.env["TERM"] === undefined ? {} : { TERM: process.env["TERM"] }),
      ...toPassOn,
      ...zaloHere(zaloUrl, installed),
    },
    stdio: "inherit",
  });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, forward);
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]),
    );
  });
}
