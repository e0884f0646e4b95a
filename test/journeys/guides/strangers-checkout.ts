import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { OPENCLAW } from "demo/repository";
import { ROOT } from "../../support/sources.ts";

/** How a command went. */
export interface Typed {
  code: number;
  /** What was printed, on either stream. */
  shown: string;
}

/** A command that goes on. */
export interface Going {
  /** Resolves with what was found in what it has printed so far; rejects when it ends before. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  /** Presses Ctrl-C, and resolves when it has ended. */
  interrupt(): Promise<Typed>;
}

/**
 * This repository as a stranger has it who has cloned it and followed no guide yet: nothing built, no state, a home folder
 * of their own, npm and node and `openclaw` as they are installed. Only the packages are there already.
 */
export interface Checkout extends AsyncDisposable {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Types a command as it is printed, in a shell. */
  type(command: string, env?: Readonly<Record<string, string>>): Promise<Typed>;
  /** Types a command that goes on until Ctrl-C. */
  start(command: string): Going;
}

/** What a clone does not have. */
const NOT_CLONED =
  /^(?:\.git|\.demo|build|(?:packages|extensions)\/[^/]+\/dist|node_modules\/\.(?!bin$|bin\/|modules)[^/]*)$/;

export function strangersCheckout(): Checkout {
  const base = mkdtempSync(join(tmpdir(), "stranger-"));
  const folder = join(base, "checkout");
  cpSync(ROOT, folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !NOT_CLONED.test(relative(ROOT, source)),
  });
  symlinkSync(realpathSync(join(ROOT, "node_modules", ".pnpm")), join(folder, "node_modules", ".pnpm"));
  const [home, bin] = [join(base, "home"), join(base, "bin")];
  for (const made of [home, bin]) mkdirSync(made);
  writeFileSync(join(bin, "openclaw"), `#!/bin/sh\nexec "${process.execPath}" "${OPENCLAW}" "$@"\n`, {
    mode: 0o755,
  });
  const env = { PATH: [bin, pathOfTheirs()].join(delimiter), HOME: home, LANG: "C.UTF-8" };
  const running = new Set<ChildProcess>();

  /** In a process group of its own, as a shell starts it, so that Ctrl-C reaches all of it. */
  const launch = (command: string, more: Readonly<Record<string, string>>) => {
    const child = spawn("bash", ["-c", command], {
      cwd: folder,
      env: { ...env, ...more },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running.add(child);
    let shown = "";
    const watchers = new Set<() => void>();
    const tell = () => {
      for (const watcher of watchers) watcher();
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        shown += text;
        tell();
      });
    }
    const ended = new Promise<Typed>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        running.delete(child);
        resolve({ code: code ?? -1, shown });
        tell();
      });
    });
    const shows = (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(shown);
          if (found === null && running.has(child)) return;
          watchers.delete(look);
          if (found !== null) resolve(found);
          else reject(new Error(`"${command}" has ended without ${pattern}. It printed:\n${shown}`));
        };
        watchers.add(look);
        look();
      });
    const signal = (name: NodeJS.Signals) => {
      if (child.pid !== undefined && running.has(child)) process.kill(-child.pid, name);
    };
    return { ended, shows, signal };
  };
  return {
    folder,
    env,
    type: (command, more = {}) => launch(command, more).ended,
    start: (command) => {
      const { ended, shows, signal } = launch(command, {});
      return {
        shows,
        interrupt: () => {
          signal("SIGINT");
          return ended;
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        [...running].map((child) => {
          const gone = new Promise((resolve) => child.once("close", resolve));
          if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
          return gone;
        }),
      );
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The PATH without the programs of this repository's packages, which the test itself runs among. */
export const pathOfTheirs = (): string =>
  (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter);
