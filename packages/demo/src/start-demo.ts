import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import { BUILDS, Builder, type BuildName } from "./builder.ts";
import { OperatorDesk } from "./desk/operator-desk.ts";
import { earlierConfig, earlierPorts } from "./earlier-ports.ts";
import { Gateway } from "./gateway.ts";
import { installPlugin, isPluginInstalled } from "./install-plugin.ts";
import { type LocalModel, startModel } from "./model.ts";
import { answerTo } from "./phrases.ts";
import type { Progress } from "./progress.ts";
import { PLUGINS, type PluginName } from "./repository.ts";
import { claimFolder } from "./running.ts";
import { channelSettings, type Scene, setScene, untilListening } from "./scene.ts";
import type { Surroundings } from "./surroundings.ts";
import { keepWebSessions } from "./web-sessions.ts";
import { zaloHere } from "./zalo-here.ts";

/** Where the page is unless told otherwise. */
const USUAL_PORT = 7007;

/** Which Zalo, and how much of the demo. */
export type Which =
  /** The simulated one with a page and both plugins. */
  | { kind: "page"; port: number | undefined; login: boolean }
  /** The simulated one with the bot only. */
  | { kind: "bot" }
  /** The real one: the bot when there is a token, and a personal account, with its part of our environment, when it is asked for. */
  | { kind: "real"; personal: Readonly<Record<string, string>> | undefined };

export interface DemoOptions {
  folder: string;
  which: Which;
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
  const { folder, which, surroundings, progress, signal } = options;
  await using stack = new AsyncDisposableStack();
  const claim = stack.use(await claimFolder(folder));
  const isFirst = !existsSync(join(folder, "state", "openclaw.json"));
  const model = surroundings.model === undefined ? stack.use(await startLocalModel(folder)) : undefined;
  const desk = which.kind === "page" ? stack.use(new OperatorDesk()) : undefined;
  const zalo = which.kind === "real" ? undefined : stack.use(await openZalo(options, desk));
  if (zalo !== undefined) signal.addEventListener("abort", () => void zalo.close(), { once: true });
  const scene = zalo === undefined ? undefined : setScene(zalo);
  if (zalo !== undefined && which.kind === "page") stack.use(keepWebSessions(folder, zalo));
  if (zalo !== undefined) claim.tell({ zaloUrl: zalo.url });

  const plugins = pluginsOf(options);
  await buildAll([...plugins, ...(which.kind === "page" ? (["page"] as const) : [])], options);
  const gateway = stack.use(await prepareGateway(options, model));
  process.once("exit", () => gateway.abandon());
  // What waits for the gateway or one of its commands must not outlast the wish to stop.
  signal.addEventListener("abort", () => void gateway[Symbol.asyncDispose](), { once: true });
  signal.throwIfAborted();
  await connect(gateway, plugins, options, scene);
  await progress.step("Starting the gateway", async () => {
    await gateway.start();
    if (scene !== undefined) await untilListening(scene);
  });
  signal.throwIfAborted();
  if (scene !== undefined) desk?.attend(gateway, scene, { recall: !isFirst });
  if (which.kind === "page" && which.login && scene !== undefined && desk !== undefined) {
    await progress.step(`Logging ${scene.owner.name} in`, () => logIn(scene, desk));
  }

  const running = stack.move();
  return {
    folder,
    gateway,
    ...(scene === undefined ? {} : { scene }),
    ...(model === undefined ? {} : { model }),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

const startLocalModel = (folder: string) =>
  startModel(({ text }) => answerTo(text), undefined, { port: earlierPorts(folder).model });

/** The simulated Zalo, on the usual port unless another one is wanted. */
async function openZalo({ which, progress }: DemoOptions, desk?: OperatorDesk): Promise<Simulator> {
  if (which.kind !== "page" || desk === undefined) return await startSimulator();
  if (which.port !== undefined) return await startSimulator({ port: which.port, desk });
  try {
    return await startSimulator({ port: USUAL_PORT, desk });
  } catch (error) {
    if (!isTaken(error)) throw error;
    progress.skip(`Port ${USUAL_PORT} is taken by another program; the page gets another one`);
    return await startSimulator({ desk });
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  "code" in error.cause &&
  error.cause.code === "EADDRINUSE";

function pluginsOf({ which, surroundings }: DemoOptions): readonly PluginName[] {
  switch (which.kind) {
    case "page":
      return PLUGINS;
    case "bot":
      return ["zalo"];
    case "real":
      return [
        ...(surroundings.botToken === undefined ? [] : (["zalo"] as const)),
        ...(which.personal === undefined ? [] : (["zalouser"] as const)),
      ];
    default:
      return which satisfies never;
  }
}

/** What has to be built anew, at the same time. */
async function buildAll(names: readonly BuildName[], options: DemoOptions): Promise<void> {
  const { folder, progress, signal } = options;
  const builder = new Builder(BUILDS, folder);
  const stale = names.filter((name) => !builder.isBuilt(name));
  if (stale.length === 0) return progress.skip("Everything is built already");
  const what = stale.map((name) => (name === "page" ? "the page" : `the ${name} plugin`)).join(" and ");
  await progress.step(`Building ${what}`, () =>
    Promise.all(stale.map((name) => builder.build(name, signal))),
  );
}

async function prepareGateway({ folder, surroundings }: DemoOptions, local?: LocalModel): Promise<Gateway> {
  const chosen = surroundings.model;
  return await Gateway.create({
    folder,
    port: earlierPorts(folder).gateway,
    modelUrl: chosen?.url ?? local?.url ?? "",
    ...(chosen === undefined ? {} : { model: chosen }),
    config: keptSettings(folder),
  });
}

/** Installs the plugins unless they are installed already, and then only configures their channels. */
async function connect(
  gateway: Gateway,
  plugins: readonly PluginName[],
  { which, surroundings, progress }: DemoOptions,
  scene?: Scene,
): Promise<void> {
  // The gateway takes a channel that is configured before its plugin is there for a half-done upgrade.
  for (const plugin of plugins) {
    if (isPluginInstalled(plugin, gateway.folder)) progress.skip(`The ${plugin} plugin is installed already`);
    else await progress.step(`Installing the ${plugin} plugin`, () => installPlugin(plugin, gateway));
  }
  const simulated = scene === undefined ? {} : channelSettings(scene);
  const channels = Object.fromEntries(
    plugins.map((plugin) => [plugin, simulated[plugin] ?? { enabled: true }] as const),
  );
  const { commands, ...config } = gateway.readConfig();
  // Else the first one who is approved would be the owner.
  const own =
    scene === undefined ? commands : { ...Object(commands), ownerAllowFrom: [`zalo:${scene.owner.id}`] };
  gateway.configure({ ...config, channels, ...(own === undefined ? {} : { commands: own }) });
  const personal = which.kind === "real" ? which.personal : {};
  const env = { ...surroundings.toPassOn, ...personal, ...zaloHere(scene?.zalo.url, plugins) };
  for (const [name, value] of Object.entries(env)) gateway.setEnv(name, value);
}

/** Has the owner scan and confirm the code of a login that the gateway starts. */
async function logIn({ zalo, owner }: Scene, desk: OperatorDesk): Promise<void> {
  const { ok, said } = await desk.logIn("zalouser", "default");
  if (!ok) throw new Error(`The personal account could not be logged in: ${said}`);
  const code = zalo.personal.qrCodes.find(({ state }) => state === "pending")?.code;
  // It may be logged in already.
  if (code === undefined) return;
  const from = zalo.journal.nextSeq;
  zalo.personal.scan(code, owner);
  zalo.personal.confirm(code);
  await zalo.journal.waitFor((entry) => entry.kind === "socket-opened" && entry.uid === owner.uid, {
    timeoutMs: LOGIN_TIMEOUT_MS,
    from,
  });
}

const LOGIN_TIMEOUT_MS = 60_000;

/** What an earlier demo's gateway has added to its configuration: the plugins it installed, and its owner. */
function keptSettings(folder: string): Record<string, unknown> {
  const { plugins, commands, meta } = earlierConfig(folder);
  return Object.fromEntries(
    Object.entries({ plugins, commands, meta }).filter(([, value]) => value !== undefined),
  );
}
