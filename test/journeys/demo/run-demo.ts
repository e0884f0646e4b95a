import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../packages/demo/src/main.ts", import.meta.url));

export interface DemoRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** A folder for one demo's state, and an empty home folder to see what is put into it. */
export interface DemoPlace extends Disposable {
  folder: string;
  home: string;
  /** Runs the demo program itself, with its state here. */
  run(...args: string[]): Promise<DemoRun>;
}

export function demoPlace(): DemoPlace {
  const base = mkdtempSync(join(tmpdir(), "demo-journey-"));
  const folder = join(base, "state");
  const home = join(base, "home");
  mkdirSync(home);
  return {
    folder,
    home,
    run: (...args) => runDemo(home, ["--folder", folder, ...args]),
    [Symbol.dispose]: () => rmSync(base, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Keys of whoever runs the tests must not bring the real Zalo or somebody's model into them. */
const NOT_PASSED_ON = /^(?:ZALO|OPENAI|OPENCLAW)_/;

async function runDemo(home: string, args: readonly string[]): Promise<DemoRun> {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_PASSED_ON.test(name));
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...Object.fromEntries(inherited), HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exit) => resolve(exit ?? -1));
  });
  return { code, stdout, stderr };
}

/** Ids of the processes whose environment names this folder; empty where the system does not tell. */
export function processesOf(folder: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(join("/proc", id, "environ"), "utf8").includes(folder);
    } catch {
      // It has just ended, or is somebody else's.
      return false;
    }
  });
}
