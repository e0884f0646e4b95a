import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Gateway } from "demo/gateway";
import { type Listen, type LocalModel, startModel, type Think } from "demo/model";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import { assertNoSecrets } from "../../support/secrets.ts";
import { cutPower } from "./cut-power.ts";
import { secretsIn } from "./settings-secrets.ts";

/** How long something on the real gateway may take before the story has failed. */
export const PATIENCE_MS = 90_000;

/**
 * Closing a shop looks through all that its run has written: it fails when a token or another secret of the
 * channel's configuration stands in a log, the state, what commands printed, or what Zalo has recorded.
 */
export interface Shop extends AsyncDisposable {
  zalo: Simulator;
  bots: readonly Bot[];
  model: LocalModel;
  gateway: Gateway;
  folder: string;
  /** Starts the gateway and waits until every account is receiving. */
  open(): Promise<void>;
  /** Stops the gateway as its operator does, and resolves when Zalo has noticed that nobody polls any more. */
  stop(): Promise<void>;
  /** Cuts the power: `kill -9` of the gateway and everything it has started. */
  cutPower(): Promise<void>;
}

export interface ShopOptions {
  think: Think;
  /** Writes out recordings, when the gateway is configured to ask the local model for that. */
  listen?: Listen;
  /** The channel's settings, once the bots exist. `gatewayUrl` is the origin that webhooks reach it at. */
  channel(bots: readonly Bot[], gatewayUrl: string): Record<string, unknown>;
  bots: readonly { name: string; switches?: Partial<Bot["switches"]> }[];
  /** Settings beside the channel's. */
  config?: Record<string, unknown>;
}

/** A simulated Zalo, a local model, and a real gateway with the zalo plugin installed; not started yet. */
export async function shop(options: ShopOptions): Promise<Shop> {
  const stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "zalo-journey-"));
  if (process.env["KEEP_JOURNEYS"] === undefined) {
    stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  }
  const secrets = new Set<string>();
  stack.defer(() => assertNoSecrets(folder, [...secrets]));
  const zalo = stack.use(await startSimulator());
  stack.defer(() => writeFileSync(join(folder, "zalo.journal"), JSON.stringify(zalo.journal.entries)));
  const model = stack.use(await startModel(options.think, options.listen));
  const bots = options.bots.map((bot) => zalo.world.addBot(bot));
  const gateway = stack.use(
    await Gateway.create({ folder, modelUrl: model.url, config: options.config ?? {} }),
  );
  await gateway.install("zalo");
  const channel = options.channel(bots, urlOf(gateway));
  for (const secret of [...bots.map(({ token }) => token), ...secretsIn(channel)]) secrets.add(secret);
  gateway.configure({ ...gateway.readConfig(), channels: { zalo: channel } });
  gateway.setEnv("ZALO_API_URL", zalo.url);
  const open = async () => {
    const from = zalo.journal.nextSeq;
    await gateway.start();
    const hasWebhook = webhookBots(gateway);
    await Promise.all(
      bots.map((bot) => (hasWebhook(bot) ? webhookStands(zalo, bot, from) : bothPollsOpen(zalo, bot, from))),
    );
  };
  const stop = async () => {
    await gateway.stop();
    await Promise.all(bots.map((bot) => pollsEnded(zalo, bot)));
  };
  return {
    zalo,
    model,
    gateway,
    folder,
    bots,
    open,
    stop,
    cutPower: () => cutPower(gateway),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The origin of a gateway on this machine. */
export const urlOf = (gateway: Gateway): string => `http://127.0.0.1:${gateway.port}`;

/** Part of the channel's settings. */
interface Account {
  botToken?: string;
  webhookUrl?: string;
  accounts?: Record<string, Account>;
}

/** Tells which bots are configured to be reached by webhook. */
function webhookBots(gateway: Gateway): (bot: Bot) => boolean {
  const { zalo } = gateway.readConfig()["channels"] as { zalo: Account };
  const accounts = [zalo, ...Object.values(zalo.accounts ?? {})];
  return (bot) =>
    accounts.some(
      ({ botToken, webhookUrl = zalo.webhookUrl }) => botToken === bot.token && webhookUrl !== undefined,
    );
}

/** Resolves when an account has told Zalo of its webhook after `from`, or has heard that Zalo knows. */
export async function webhookStands(zalo: Simulator, bot: Bot, from: number): Promise<void> {
  await zalo.journal.waitFor(
    (entry) =>
      entry.kind === "api-call" &&
      entry.botId === bot.id &&
      /^(?:setWebhook|getWebhookInfo)$/.test(entry.method) &&
      entry.outcome.ok,
    { timeoutMs: PATIENCE_MS, from },
  );
}

/** Polls that an account keeps open when nothing else is set. */
const POLLS = 2;

/** Resolves when an account that began to receive after `from` has all its polls open. */
export async function bothPollsOpen(zalo: Simulator, bot: Bot, from: number): Promise<void> {
  const opened = new Set<number>();
  await zalo.journal.waitFor(
    (entry) => {
      if (entry.kind === "poll-opened" && entry.botId === bot.id) opened.add(entry.pollId);
      return opened.size >= POLLS;
    },
    { timeoutMs: PATIENCE_MS, from },
  );
}

/**
 * Resolves when an account that was given other settings after `from` has started with them. Its polls tell nothing:
 * they go on over the restart.
 */
export async function startedAgain(zalo: Simulator, bot: Bot, from: number): Promise<void> {
  await zalo.journal.waitFor(
    (entry) => entry.kind === "api-call" && entry.method === "getMe" && entry.botId === bot.id,
    { timeoutMs: PATIENCE_MS, from },
  );
}

/**
 * Resolves when Zalo has ended every poll of a bot. Those of an account that stops go on for a while, so that
 * nothing is lost which is handed to them, and Zalo may notice a moment late that a process is gone.
 */
export async function pollsEnded(zalo: Simulator, bot: Bot): Promise<void> {
  const noneIsOpen = () => {
    const ofBot = zalo.journal.entries.filter((entry) => "botId" in entry && entry.botId === bot.id);
    const opened = ofBot.filter(({ kind }) => kind === "poll-opened");
    const answered = ofBot.filter((entry) => entry.kind === "api-call" && entry.method === "getUpdates");
    return answered.length >= opened.length;
  };
  await zalo.journal.waitFor(noneIsOpen, { timeoutMs: PATIENCE_MS });
}
