/**
 * Installs this repository's packages where that is still to do, then runs one of its programs:
 *
 *     node packages/demo/with-packages.mjs [program [argument…]]
 *
 * The program is one of node_modules/.bin, so `node` is the Node.js this repository is pinned to, whichever
 * one started this file. Plain JavaScript without dependencies, because it runs before
 * anything is installed.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OLDEST_NODE = 20;
const PNPM = "pnpm@12.21.0";
/** How often it is looked at whether whoever started this still lives. */
const PARENT_CHECK_MS = 500;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** True when the packages are those of the lock file: pnpm copies it there once all of them are in place. */
function isInstalled() {
  const read = (...path) => {
    const file = join(ROOT, ...path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const node = process.platform === "win32" ? "node.exe" : "node";
  return (
    existsSync(join(ROOT, "node_modules", "node", "bin", node)) &&
    read("node_modules", ".pnpm", "lock.yaml") === read("pnpm-lock.yaml")
  );
}

/** Runs a program to its end, passing signals on, and resolves with its exit code. */
function run(program, args, options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, ...options });
    const forward = (signal) => child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, forward);
    // npm passes a signal to the shell between us and it, which dies of it and passes nothing on.
    const parent = process.ppid;
    const orphaned = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(orphaned);
      child.kill("SIGTERM");
    }, PARENT_CHECK_MS);
    const end = (code) => {
      clearInterval(orphaned);
      for (const signal of SIGNALS) process.off(signal, forward);
      resolve(code);
    };
    child.once("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      end(127);
    });
    child.once("exit", (code, signal) => end(signal === null ? code : 128 + constants.signals[signal]));
  });
}

async function install() {
  const startedAt = Date.now();
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  console.error("Installing the packages of this repository. The first time this takes a minute or two.");
  // Its output goes where ours goes, away from the standard output of the program that follows.
  // The packages will run on the Node.js that is one of them, not on the one that installs them.
  const nodeVersion = `--config.node-version=${devDependencies.node}`;
  const code = await run("npx", ["--yes", PNPM, "install", "--frozen-lockfile", nodeVersion], {
    stdio: ["ignore", 2, 2],
    // Without a network npm would say nothing for more than a minute between its tries.
    env: { npm_config_fetch_retry_maxtimeout: "10000", ...process.env },
    shell: process.platform === "win32",
  });
  if (code === 0) {
    console.error(`Packages installed (${Math.round((Date.now() - startedAt) / 1000)} s).`);
    return 0;
  }
  if (code > 128) return code;
  console.error(
    [
      "",
      `The packages could not be installed: pnpm ended with exit code ${code}, and says why above.`,
      "Most often the package registry could not be reached. Check the network, and the proxy if you are",
      "behind one (npm config get proxy, npm config get registry), then run the same command again.",
    ].join("\n"),
  );
  return code;
}

async function main() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST_NODE) {
    console.error(
      `This needs Node.js ${OLDEST_NODE} or newer, and this is ${process.version}. Get it from https://nodejs.org.`,
    );
    return 1;
  }
  if (!isInstalled()) {
    const code = await install();
    if (code !== 0) return code;
  }
  const [program, ...args] = process.argv.slice(2);
  if (program === undefined) return 0;
  const bin = join(ROOT, "node_modules", ".bin");
  const path = [bin, process.env.PATH].join(delimiter);
  return run(join(bin, program), args, { stdio: "inherit", env: { ...process.env, PATH: path } });
}

process.exitCode = await main();
