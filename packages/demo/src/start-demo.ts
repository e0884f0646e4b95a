import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startSimulator } from "zalo-simulator/simulator";
import { buildPlugin, installPlugin, isPluginInstalled } from "./build-plugin.ts";
import { Gateway } from "./gateway.ts";
import { type LocalModel, startModel } from "./model.ts";
import { answerTo } from "./phrases.ts";
import type { Progress } from "./progress.ts";
import { claimFolder } from "./running.ts";
import { type Scene, setScene, untilListening } from "./scene.ts";
import type { Surroundings } from "./surroundings.ts";

export interface DemoOptions {
  folder: string;
  surroundings: Surroundings;
  progress: Progress;
  /** Ends everything that runs, also while it is being started; what waits for it then rejects. */
  signal: AbortSignal;
}

/** Everything the demo consists of, running. */
export interface Demo extends AsyncDisposable {
  folder: string;
  gateway: Gateway;
  /** Absent with the real Zalo. */
  scene?: Scene;
  /** Absent with somebody else's model. */
  model?: LocalModel;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Builds, installs and starts what is needed. What was started is stopped again when any of it fails. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { folder, surroundings, progress, signal } = options;
  await using stack = new AsyncDisposableStack();
  const claim = stack.use(await claimFolder(folder));
  await progress.step("Building the zalo plugin", () => buildPlugin("zalo", signal));

  const model = surroundings.model === undefined ? stack.use(await startLocalModel()) : undefined;
  const scene = surroundings.botToken === undefined ? await openScene(stack, signal) : undefined;
  if (scene !== undefined) claim.tell({ zaloUrl: scene.zalo.url });

  const gateway = stack.use(await prepareGateway(options, model));
  process.once("exit", () => gateway.abandon());
  // What waits for the gateway or one of its commands must not outlast the wish to stop.
  signal.addEventListener("abort", () => void gateway[Symbol.asyncDispose](), { once: true });
  signal.throwIfAborted();
  await connect(gateway, options, scene);
  await progress.step("Starting the gateway", async () => {
    await gateway.start();
    if (scene !== undefined) await untilListening(scene);
  });
  signal.throwIfAborted();

  const running = stack.move();
  return {
    folder,
    gateway,
    ...(scene === undefined ? {} : { scene }),
    ...(model === undefined ? {} : { model }),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

const startLocalModel = () => startModel(({ text }) => answerTo(text));

async function openScene(stack: AsyncDisposableStack, signal: AbortSignal): Promise<Scene> {
  const zalo = stack.use(await startSimulator());
  signal.addEventListener("abort", () => void zalo.close(), { once: true });
  return setScene(zalo);
}

async function prepareGateway({ folder, surroundings }: DemoOptions, local?: LocalModel): Promise<Gateway> {
  const chosen = surroundings.model;
  return await Gateway.create({
    folder,
    modelUrl: chosen?.url ?? local?.url ?? "",
    ...(chosen === undefined ? {} : { model: chosen }),
    config: keptSettings(folder),
  });
}

/** Installs the plugin unless it is installed already, and then only configures the channel. */
async function connect(
  gateway: Gateway,
  { surroundings, progress }: DemoOptions,
  scene?: Scene,
): Promise<void> {
  // The gateway takes a channel that is configured before its plugin is there for a half-done upgrade.
  if (isPluginInstalled("zalo", gateway.folder)) progress.skip("The zalo plugin is installed already");
  else await progress.step("Installing the zalo plugin", () => installPlugin("zalo", gateway));
  const token = scene === undefined ? {} : { botToken: scene.bot.token };
  gateway.configure({ ...gateway.readConfig(), channels: { zalo: { enabled: true, ...token } } });
  if (scene !== undefined) gateway.setEnv("ZALO_API_URL", scene.zalo.url);
  for (const [name, value] of Object.entries(surroundings.toPassOn)) gateway.setEnv(name, value);
}

/** What an earlier demo's gateway has added to its configuration: the plugin it installed, and its owner. */
function keptSettings(folder: string): Record<string, unknown> {
  const file = join(folder, "state", "openclaw.json");
  if (!existsSync(file)) return {};
  const { plugins, commands, meta } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries({ plugins, commands, meta }).filter(([, value]) => value !== undefined),
  );
}
