import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A gateway that does not come up within this time, on a slow machine, does not come up at all. */
const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 15_000;

export interface GatewayOptions {
  /** The folder that holds everything the gateway writes; made when it is missing. */
  folder: string;
  /** Base URL of the OpenAI-compatible model. */
  modelUrl: string;
  /** Settings laid over the ones a local gateway needs, such as `{ channels: … }`. */
  config: Record<string, unknown>;
  /** Environment of the gateway and its commands, beside what they need. */
  env?: Record<string, string>;
}

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** A real OpenClaw gateway of its own: own state, own port, nothing in the home folder. */
export class Gateway implements AsyncDisposable {
  readonly port: number;
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;

  private constructor(folder: string, port: number, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.port = port;
    this.#env = env;
  }

  /** Writes the configuration; starts nothing. */
  static async create(options: GatewayOptions): Promise<Gateway> {
    const { folder } = options;
    const port = await freePort();
    const token = "local-gateway";
    for (const part of ["home", "state", "workspace"]) mkdirSync(join(folder, part), { recursive: true });
    const env = {
      PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
      HOME: join(folder, "home"),
      OPENCLAW_STATE_DIR: join(folder, "state"),
      OPENCLAW_GATEWAY_TOKEN: token,
      NO_COLOR: "1",
      ...options.env,
    };
    const gateway = new Gateway(folder, port, env);
    gateway.configure({ ...baseConfig(folder, port, token, options.modelUrl), ...options.config });
    return gateway;
  }

  get configFile(): string {
    return join(this.folder, "state", "openclaw.json");
  }

  get logFile(): string {
    return join(this.folder, "gateway.log");
  }

  /** Replaces the configuration; a running gateway takes it up by itself. */
  configure(config: Record<string, unknown>): void {
    writeFileSync(this.configFile, JSON.stringify(config, null, 2));
  }

  readConfig(): Record<string, unknown> {
    return JSON.parse(readFileSync(this.configFile, "utf8")) as Record<string, unknown>;
  }

  /** Changes the environment of everything started from now on. */
  setEnv(name: string, value: string): void {
    this.#env[name] = value;
  }

  /** Runs one `openclaw` command to its end. */
  async cli(...args: string[]): Promise<CommandResult> {
    const child = spawn(process.execPath, [openclaw(), ...args], {
      cwd: ROOT,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exit) => resolve(exit ?? -1));
    });
    return { code, stdout: stdout(), stderr: stderr() };
  }

  /** `openclaw plugins install` of a plugin of this repository. Throws when it fails. */
  async install(plugin: string): Promise<void> {
    const path = join(ROOT, "extensions", plugin);
    const result = await this.cli("plugins", "install", "--force", "--accept-capabilities", path);
    if (result.code !== 0) {
      throw new Error(`openclaw plugins install ${plugin} failed:\n${result.stdout}\n${result.stderr}`);
    }
  }

  /** Starts the gateway and resolves when it serves. */
  async start(): Promise<void> {
    const output = createWriteStream(join(this.folder, "gateway.out"), { flags: "a" });
    const child = spawn(process.execPath, [openclaw(), "gateway", "run", "--port", String(this.port)], {
      cwd: this.folder,
      env: this.#env,
      // A group of its own, so that the helpers the gateway starts end with it.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    child.stdout?.pipe(output, { end: false });
    child.stderr?.pipe(output, { end: false });
    await this.#ready(child);
  }

  /** Ends the gateway as an operator would. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = exited(child);
    child.kill("SIGTERM");
    const timer = setTimeout(() => killGroup(child), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(timer);
    killGroup(child);
  }

  /** Ends the gateway as a power cut would: at once, with everything it has started. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = exited(child);
    killGroup(child);
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #ready(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      const response = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined);
      if (response?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const output = readFileSync(join(this.folder, "gateway.out"), "utf8").slice(-4_000);
    await this.kill();
    throw new Error(`The gateway did not start. Its last words:\n${output}`);
  }
}

function baseConfig(folder: string, port: number, token: string, modelUrl: string): Record<string, unknown> {
  const model = {
    id: "local",
    name: "Local",
    reasoning: false,
    input: ["text"],
    cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    contextWindow: 128_000,
    maxTokens: 8_192,
  };
  return {
    gateway: { mode: "local", port, bind: "loopback", auth: { mode: "token", token } },
    models: {
      mode: "replace",
      providers: {
        local: { baseUrl: modelUrl, apiKey: "none", api: "openai-completions", models: [model] },
      },
    },
    agents: {
      defaults: {
        model: { primary: "local/local" },
        workspace: join(folder, "workspace"),
        skipBootstrap: true,
      },
    },
    session: { dmScope: "per-channel-peer" },
    logging: { file: join(folder, "gateway.log") },
    update: { checkOnStart: false },
  };
}

function openclaw(): string {
  return join(ROOT, "node_modules", "openclaw", "openclaw.mjs");
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone already.
  }
}
