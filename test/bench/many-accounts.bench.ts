import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPlugin } from "demo/bundle";
import { Gateway } from "demo/gateway";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { Line } from "./line.ts";
import { median } from "./median.ts";
import { residentMegabytes } from "./resident-memory.ts";

export const name = "many-accounts";

const MANY = 20;
const ROUNDS = 3;
/** So much longer than with one account may the start with many take. */
const MOST_SLOWER = 1.1;
const MOST_MEGABYTES_EACH = 2;
const PATIENCE_MS = 120_000;

interface Start {
  /** From starting the process until every account receives. */
  ms: number;
  megabytes: number;
}

export async function run(): Promise<Line[]> {
  await using stack = new AsyncDisposableStack();
  await buildPlugin("zalo", new AbortController().signal);
  const folder = mkdtempSync(join(tmpdir(), "zalo-bench-"));
  stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const zalo = stack.use(await startSimulator());
  const gateway = stack.use(await Gateway.create({ folder, modelUrl: "http://127.0.0.1:9/v1", config: {} }));
  await gateway.install("zalo");
  gateway.setEnv("ZALO_API_URL", zalo.url);
  const bots = Array.from({ length: MANY }, (_, at) => zalo.world.addBot({ name: `Bot ${at + 1}` }));
  const one: Start[] = [];
  const many: Start[] = [];
  // In turns, so that a slow moment of the machine hits both; the first start of all fills caches.
  await startOnce(gateway, zalo, bots, 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    one.push(await startOnce(gateway, zalo, bots, 1));
    many.push(await startOnce(gateway, zalo, bots, MANY));
  }
  const oneMs = median(one.map(({ ms }) => ms));
  const manyMs = median(many.map(({ ms }) => ms));
  const grown =
    median(many.map(({ megabytes }) => megabytes)) - median(one.map(({ megabytes }) => megabytes));
  const each = grown / (MANY - 1);
  return [
    { label: "gateway with 1 account, until it receives", value: `${(oneMs / 1_000).toFixed(1)} s` },
    {
      label: `gateway with ${MANY} accounts, until all receive`,
      value: `${(manyMs / oneMs).toFixed(2)}×`,
      target: { text: `at most ${MOST_SLOWER}×`, met: manyMs <= oneMs * MOST_SLOWER },
    },
    {
      label: "memory of each further account",
      value: `${each.toFixed(1)} MB`,
      target: { text: `under ${MOST_MEGABYTES_EACH} MB`, met: each < MOST_MEGABYTES_EACH },
    },
  ];
}

/** Starts with the first accounts enabled. The others stay configured: the gateway distrusts a file that shrinks. */
async function startOnce(
  gateway: Gateway,
  zalo: Simulator,
  bots: readonly Bot[],
  enabled: number,
): Promise<Start> {
  const accounts = Object.fromEntries(
    bots.map(({ token }, at) => [`bot-${at + 1}`, { enabled: at < enabled, botToken: token }]),
  );
  gateway.configure({ ...gateway.readConfig(), channels: { zalo: { enabled: true, accounts } } });
  const from = zalo.journal.nextSeq;
  const begun = performance.now();
  await gateway.start();
  await Promise.all(
    bots.slice(0, enabled).map((bot) =>
      zalo.journal.waitFor((entry) => entry.kind === "poll-opened" && entry.botId === bot.id, {
        from,
        timeoutMs: PATIENCE_MS,
      }),
    ),
  );
  const ms = performance.now() - begun;
  const megabytes = residentMegabytes(gateway.pid);
  await gateway.stop();
  return { ms, megabytes };
}
