import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPlugin } from "demo/bundle";
import { Gateway } from "demo/gateway";
import { startSimulator } from "zalo-simulator/simulator";
import type { Line } from "./line.ts";

export const name = "webhook";

const SECRET = "bi-mat-de-do-toc-do";
const ROUNDS = 10;
const PER_ROUND = 40;
/** Between two posts that come alone: what one leaves behind is done before the next, in milliseconds. */
const ALONE_MS = 25;
/** Between rounds, so that neither pays for the other, in milliseconds. */
const REST_MS = 500;
const TOGETHER = 8;
const BURST = 1_600;
const WARM_UP = 100;
/** How much longer than a route that only says 200 the acknowledgement may take at the median. */
const TARGET_MS = 2;

/**
 * How long a webhook takes until its 200, which is after the message is on disk, beside another plugin's route on
 * the same gateway that reads the body and says 200. The messages are of somebody who may not write to the bot:
 * they are stored, judged and dropped, and no turn of an agent takes the machine away.
 */
export async function run(): Promise<Line[]> {
  await buildPlugin("zalo", new AbortController().signal);
  const folder = mkdtempSync(join(tmpdir(), "webhook-bench-"));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const zalo = stack.use(await startSimulator());
  const bot = zalo.world.addBot({ name: "Bot Đo", switches: { loopbackWebhook: true } });
  const gateway = stack.use(
    await Gateway.create({
      folder,
      modelUrl: "http://127.0.0.1:9/v1",
      config: {},
      env: { ZALO_API_URL: zalo.url },
    }),
  );
  await gateway.install("zalo");
  await installBareRoute(gateway, join(folder, "bare-route"));
  const origin = `http://127.0.0.1:${gateway.port}`;
  const account = { botToken: bot.token, webhookUrl: `${origin}/zalo`, webhookSecret: SECRET };
  gateway.configure({
    ...gateway.readConfig(),
    channels: { zalo: { enabled: true, dmPolicy: "disabled", ...account } },
  });
  const set = zalo.journal.waitFor((entry) => entry.kind === "webhook-set", { timeoutMs: 120_000 });
  await gateway.start();
  await set;

  const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });
  stack.defer(() => agent.destroy());
  const bare = () => post(agent, `${origin}/bare-route`);
  const webhook = () => post(agent, `${origin}/zalo`);
  for (let at = 0; at < WARM_UP; at += 1) await Promise.all([bare(), webhook()]);
  const routes = { bare, webhook };
  const alone = await inRounds(routes, ALONE_MS);
  const inARow = await inRounds(routes, 0);
  const gapMs = percentile(alone.webhook, 50) - percentile(alone.bare, 50);
  return [
    { label: "a bare route's 200, p50 and p95", value: both(alone.bare) },
    { label: "a webhook's 200 with the message on disk, p50 and p95", value: both(alone.webhook) },
    {
      label: "more than the bare route at p50",
      value: `${gapMs.toFixed(1)} ms`,
      target: { text: `at most ${TARGET_MS} ms`, met: gapMs <= TARGET_MS },
    },
    { label: "a bare route's 200, one right after the other", value: both(inARow.bare) },
    {
      label: "a webhook's 200, one right after the other, while earlier ones are handled",
      value: both(inARow.webhook),
    },
    { label: `a bare route's 200s, ${TOGETHER} at a time`, value: await perSecond(bare) },
    { label: `a webhook's 200s, ${TOGETHER} at a time`, value: await perSecond(webhook) },
  ];
}

/** The smallest plugin that has a route. */
async function installBareRoute(gateway: Gateway, folder: string): Promise<void> {
  mkdirSync(join(folder, "dist"), { recursive: true });
  const write = (file: string, content: string) => writeFileSync(join(folder, file), content);
  write(
    "package.json",
    JSON.stringify({
      name: "bare-route",
      version: "1.0.0",
      type: "module",
      files: ["dist", "openclaw.plugin.json"],
      openclaw: { extensions: ["./dist/index.js"], compat: { pluginApi: ">=2026.9.6" } },
    }),
  );
  write(
    "openclaw.plugin.json",
    JSON.stringify({
      id: "bare-route",
      name: "Bare route",
      description: "Answers 200.",
      categories: ["other"],
      activation: { onStartup: true },
      configSchema: { type: "object", additionalProperties: false, properties: {} },
    }),
  );
  write(
    "dist/index.js",
    `const handler = (request, response) =>
  new Promise((resolve) => {
    request.resume().once("end", () => {
      response.end("ok");
      resolve(true);
    });
  });
export default {
  id: "bare-route",
  name: "Bare route",
  description: "Answers 200.",
  register: (api) => api.registerHttpRoute({ path: "/bare-route", auth: "plugin", handler }),
};
`,
  );
  const installed = await gateway.cli("plugins", "install", "--force", "--accept-capabilities", folder);
  if (installed.code !== 0) throw new Error(installed.stdout + installed.stderr);
}

let posts = 0;

/** Posts a new message and answers how long its 200 took, in milliseconds. */
async function post(agent: Agent, url: string): Promise<number> {
  posts += 1;
  const sender = (posts % 50).toString(16).padStart(20, "a");
  const message = {
    message_id: posts.toString(16).padStart(20, "0"),
    date: Date.now(),
    from: { id: sender, display_name: "Khách", is_bot: false },
    chat: { id: sender, chat_type: "PRIVATE" },
    text: "Shop ơi, hoa cúc trắng hôm nay còn không ạ?",
  };
  const body = JSON.stringify({ ok: true, result: { event_name: "message.text.received", message } });
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "x-bot-api-secret-token": SECRET,
  };
  const began = performance.now();
  const status = await new Promise<number>((resolve, reject) => {
    request(url, { method: "POST", agent, headers }, (response) => {
      response.resume().once("end", () => resolve(response.statusCode ?? 0));
    })
      .once("error", reject)
      .end(body);
  });
  if (status !== 200) throw new Error(`${url} answered ${status}.`);
  return performance.now() - began;
}

type Routes<Value> = Record<"bare" | "webhook", Value>;

/** How long each post took, by route. In rounds, so that whatever else the machine does meets both alike. */
async function inRounds(routes: Routes<() => Promise<number>>, pauseMs: number): Promise<Routes<number[]>> {
  const took: Routes<number[]> = { bare: [], webhook: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const which of ["bare", "webhook"] as const) {
      await after(REST_MS);
      for (let at = 0; at < PER_ROUND; at += 1) {
        took[which].push(await routes[which]());
        if (pauseMs > 0) await after(pauseMs);
      }
    }
  }
  await after(REST_MS);
  return took;
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function perSecond(ask: () => Promise<number>): Promise<string> {
  const began = performance.now();
  let left = BURST;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await ask();
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  return `${Math.round((BURST * 1_000) / (performance.now() - began)).toLocaleString("en")}/s`;
}

function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length * share) / 100)] ?? Number.NaN;
}

const both = (figures: readonly number[]): string =>
  `${percentile(figures, 50).toFixed(1)} and ${percentile(figures, 95).toFixed(1)} ms`;
