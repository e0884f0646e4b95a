import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { join } from "node:path";

/** What a running demo tells the commands that are run beside it. */
export interface Running {
  /** The process that runs it, for messages. */
  pid: number;
  /** A loopback port that is open as long as that process lives, which its id would not tell. */
  port: number;
  /** The simulated Zalo's address; absent before it is known, and with the real one. */
  zaloUrl?: string;
}

/** The claim of one demo on its folder; given up when it is disposed of. */
export interface Claim extends AsyncDisposable {
  /** Adds to what commands beside this demo can read. */
  tell(facts: Partial<Omit<Running, "pid" | "port">>): void;
}

/**
 * Claims a folder for this process, because two gateways must not share one state. Throws when another demo
 * runs in it; the claim of one that was killed counts for nothing, and its gateway has ended with it.
 */
export async function claimFolder(folder: string): Promise<Claim> {
  mkdirSync(folder, { recursive: true });
  const other = await readRunning(folder);
  if (other !== undefined) {
    throw new Error(
      `A demo already runs in ${folder} (process ${other.pid}). Stop it, or give this one a folder of its own: --folder <path>.`,
    );
  }
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let running: Running = { pid: process.pid, port: (server.address() as AddressInfo).port };
  const tell: Claim["tell"] = (facts) => {
    running = { ...running, ...facts };
    writeFileSync(runningFile(folder), JSON.stringify(running));
  };
  tell({});
  return {
    tell,
    async [Symbol.asyncDispose]() {
      rmSync(runningFile(folder), { force: true });
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The demo that runs in this folder, if one does. */
export async function readRunning(folder: string): Promise<Running | undefined> {
  const facts = readFacts(folder);
  return facts !== undefined && (await isOpen(facts.port)) ? facts : undefined;
}

const runningFile = (folder: string) => join(folder, "running.json");

function readFacts(folder: string): Running | undefined {
  try {
    const facts = JSON.parse(readFileSync(runningFile(folder), "utf8")) as Partial<Running>;
    return typeof facts.port === "number" && typeof facts.pid === "number" ? (facts as Running) : undefined;
  } catch {
    // No file, or one that a dying process left half written.
    return undefined;
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
