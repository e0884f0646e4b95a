import type { ChildProcess } from "node:child_process";
import {
  appendFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { freePort } from "./free-port.ts";
import { gatewayConfig, type ModelAddress } from "./gateway-config.ts";
import { ended, hasEnded, signalGroup, spawnGroup } from "./process-group.ts";
import { OPENCLAW, pluginFolder, ROOT } from "./repository.ts";

/** A gateway that does not come up within this time, on a slow machine, does not come up at all. */
const READY_TIMEOUT_MS = 120_000;
const READY_POLL_MS = 200;
const STOP_TIMEOUT_MS = 15_000;
/** How much of the gateway's output an error repeats, in characters. */
const LAST_WORDS = 4_000;

export interface GatewayOptions {
  /** The folder that holds everything the gateway writes, as an absolute path; made when it is missing. */
  folder: string;
  /** Base URL of the OpenAI-compatible model. */
  modelUrl: string;
  /** Another model at that URL than the local one, and its key. */
  model?: Omit<ModelAddress, "url">;
  /** Where it serves, if that port is free. */
  port?: number;
  /** Settings laid over the ones a local gateway needs, such as `{ channels: … }`. */
  config: Record<string, unknown>;
  /** Environment of the gateway and its commands, beside what they need. */
  env?: Record<string, string>;
}

export interface CommandResult {
  /** -1 when the command was ended by a signal. */
  code: number;
  stdout: string;
  stderr: string;
}

/** What `openclaw` needs to know to work in a folder instead of the home folder. */
export function gatewayEnv(folder: string): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    HOME: join(folder, "home"),
    OPENCLAW_STATE_DIR: join(folder, "state"),
    OPENCLAW_GATEWAY_TOKEN: TOKEN,
    NO_COLOR: "1",
  };
}

/** Guards a gateway that only this machine can reach. */
export const TOKEN = "local-gateway";

/** A real OpenClaw gateway of its own: own state, own port, nothing in the home folder. */
export class Gateway implements AsyncDisposable {
  readonly port: number;
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #commands = new Set<ChildProcess>();
  #child: ChildProcess | undefined;
  #disposed = false;

  private constructor(folder: string, port: number, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.port = port;
    this.#env = env;
  }

  /** Writes the configuration; starts nothing. */
  static async create(options: GatewayOptions): Promise<Gateway> {
    const { folder } = options;
    const port = await freePort(options.port);
    for (const part of ["home", "state", "workspace"]) mkdirSync(join(folder, part), { recursive: true });
    const gateway = new Gateway(folder, port, { ...gatewayEnv(folder), ...options.env });
    const model = { ...options.model, url: options.modelUrl };
    gateway.configure({ ...gatewayConfig({ folder, port, token: TOKEN }, model), ...options.config });
    return gateway;
  }

  /** The id of the gateway's process and of the group of everything it has started; undefined before the start. */
  get processGroup(): number | undefined {
    return this.#child?.pid;
  }

  get configFile(): string {
    return join(this.folder, "state", "openclaw.json");
  }

  /** The gateway's log, one JSON object per line. */
  get logFile(): string {
    return join(this.folder, "gateway.log");
  }

  /** Replaces the configuration; a running gateway takes it up by itself. */
  configure(config: Record<string, unknown>): void {
    // In one step, so that a running gateway never reads half a file.
    writeFileSync(`${this.configFile}.next`, JSON.stringify(config, null, 2), { mode: 0o600 });
    renameSync(`${this.configFile}.next`, this.configFile);
  }

  readConfig(): Record<string, unknown> {
    return JSON.parse(readFileSync(this.configFile, "utf8")) as Record<string, unknown>;
  }

  /** Changes the environment of everything started from now on. */
  setEnv(name: string, value: string): void {
    this.#env[name] = value;
  }

  /** Process id of the gateway; undefined before its first start. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** How one `openclaw` command is started, for somebody who starts it in a terminal. */
  command(...args: string[]): { file: string; args: string[]; cwd: string; env: NodeJS.ProcessEnv } {
    this.#refuseAfterDisposal();
    return { file: process.execPath, args: [OPENCLAW, ...args], cwd: ROOT, env: { ...this.#env } };
  }

  /** Runs one `openclaw` command to its end. What it prints is kept in `commands.out` as well. */
  async cli(...args: string[]): Promise<CommandResult> {
    const { file, args: all, ...surroundings } = this.command(...args);
    const child = spawnGroup(file, all, { ...surroundings, stdio: ["ignore", "pipe", "pipe"] });
    this.#commands.add(child);
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    try {
      const code = await new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (exit) => resolve(exit ?? -1));
      });
      const result = { code, stdout: stdout(), stderr: stderr() };
      appendFileSync(join(this.folder, "commands.out"), `${result.stdout}${result.stderr}\n`);
      return result;
    } finally {
      this.#commands.delete(child);
    }
  }

  /** `openclaw plugins install` of a plugin of this repository. Throws when it fails. */
  async install(plugin: string): Promise<void> {
    const result = await this.cli(
      "plugins",
      "install",
      "--force",
      "--accept-capabilities",
      pluginFolder(plugin),
    );
    if (result.code !== 0) {
      throw new Error(`openclaw plugins install ${plugin} failed:\n${result.stdout}\n${result.stderr}`);
    }
  }

  /** Starts the gateway and resolves when it serves. May be called again after `stop` or `kill`. */
  async start(): Promise<void> {
    this.#refuseAfterDisposal();
    if (this.#child !== undefined && !hasEnded(this.#child)) throw new Error("The gateway already runs.");
    const output = createWriteStream(this.#outputFile, { flags: "a" });
    const child = spawnGroup(process.execPath, [OPENCLAW, "gateway", "run", "--port", String(this.port)], {
      cwd: this.folder,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    // A program that cannot even be started counts as ended, and `#ready` says so.
    child.once("error", () => {});
    child.stdout?.pipe(output, { end: false });
    child.stderr?.pipe(output, { end: false });
    child.once("close", () => output.end());
    await this.#ready(child);
  }

  /** Ends the gateway as an operator would. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child !== undefined) await terminate(child);
  }

  /** Ends the gateway as a power cut would: at once, with everything it has started. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    signalGroup(child, "SIGKILL");
    await ended(child);
  }

  /** Ends the gateway and the commands that still run. Nothing can be started afterwards. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await Promise.all([this.stop(), ...[...this.#commands].map(terminate)]);
  }

  /** Ends everything without waiting, for a process that is about to exit. */
  abandon(): void {
    this.#disposed = true;
    for (const command of this.#commands) signalGroup(command, "SIGTERM");
    if (this.#child !== undefined) signalGroup(this.#child, "SIGKILL");
  }

  async #ready(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < deadline && !hasEnded(child)) {
      // One that has just exited on another's port would look alive, hence the second look.
      if ((await this.#serves()) && !hasEnded(child)) return;
      await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
    }
    const why = hasEnded(child)
      ? `ended (${child.signalCode ?? `exit code ${child.exitCode}`})`
      : `did not serve within ${READY_TIMEOUT_MS / 1_000} s`;
    signalGroup(child, "SIGKILL");
    await ended(child);
    throw new Error(`The gateway ${why}. Its last words, from ${this.#outputFile}:\n${this.#lastWords()}`);
  }

  async #serves(): Promise<boolean> {
    try {
      const response = await fetch(`http://127.0.0.1:${this.port}/healthz`);
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  get #outputFile(): string {
    return join(this.folder, "gateway.out");
  }

  #lastWords(): string {
    return existsSync(this.#outputFile)
      ? readFileSync(this.#outputFile, "utf8").slice(-LAST_WORDS)
      : "(none)";
  }

  #refuseAfterDisposal(): void {
    if (this.#disposed) throw new Error("This gateway has been disposed of.");
  }
}

/**
 * Asks a program to end, which gives it the chance to end helpers in groups of their own, and makes it end
 * when it does not.
 */
async function terminate(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) {
    child.kill("SIGTERM");
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), STOP_TIMEOUT_MS);
    await ended(child);
    clearTimeout(timer);
  }
  // What it has started and not ended itself.
  signalGroup(child, "SIGKILL");
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}
