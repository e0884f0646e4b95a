import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Gateway } from "demo/gateway";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import { assertNoSecrets } from "../../support/secrets.ts";

let folder: string;
let zalo: Simulator;
let gateway: Gateway;
let botToken: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zalo-wrong-"));
  zalo = await startSimulator();
  botToken = zalo.world.addBot({ name: "Bot Shop" }).token;
  // No story here gets as far as asking a model.
  gateway = await Gateway.create({ folder, modelUrl: "http://127.0.0.1:9/v1", config: {} });
  await gateway.install("zalo");
  gateway.setEnv("ZALO_API_URL", zalo.url);
});

afterAll(async () => {
  await gateway.stop();
  await zalo.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const withZalo = (settings: object) =>
  gateway.configure({ ...gateway.readConfig(), channels: { zalo: { botToken, ...settings } } });

test.each([
  ["a setting that does not exist", { dmPolcy: "open" }, /channels\.zalo.*"dmPolcy"/],
  [
    "a setting of an account that does not exist",
    { accounts: { shop: { tokn: "x" } } },
    /channels\.zalo\.accounts\.shop.*"tokn"/,
  ],
  ["a value that does not exist", { dmPolicy: "everybody" }, /channels\.zalo\.dmPolicy.*"?pairing"?/],
  ["more polls than there may be", { pollers: 9 }, /channels\.zalo\.pollers.*4/],
])("%s is refused by name", async (_, settings, complaint) => {
  withZalo(settings);
  const { code, stdout, stderr } = await gateway.cli("config", "validate");
  expect(code).not.toBe(0);
  expect(`${stdout}\n${stderr}`).toMatch(complaint);
  expect(`${stdout}\n${stderr}`).not.toContain(botToken);
});

test('dmPolicy "open" without "*" lets nobody in: the account does not start and says what to write', async () => {
  withZalo({ enabled: true, dmPolicy: "open" });
  const validated = await gateway.cli("config", "validate");
  expect(`${validated.stdout}${validated.stderr}`).toMatch(/channels\.zalo\.allowFrom.*"\*"/);
  await gateway.start();
  const [account] = await untilAccounts(([only]) => only?.lifecycle === "blocked");
  expect(account).toMatchObject({ connected: false });
  expect(account?.lastError).toContain('Add "*" to channels.zalo.allowFrom, or set channels.zalo.dmPolicy');
  expect(zalo.journal.entries.filter(({ kind }) => kind === "poll-opened")).toEqual([]);

  // Mended, it starts without anybody restarting the gateway.
  withZalo({ enabled: true, dmPolicy: "open", allowFrom: ["*"] });
  await zalo.journal.waitFor(({ kind }) => kind === "poll-opened", { timeoutMs: 60_000 });
  await gateway.stop();
  assertNoSecrets(folder, [botToken]);
});

test("two bots whose webhooks nobody could tell apart wait, and both run once one of them is mended", async () => {
  const bots = ["Bot Shop", "Bot Clinic"].map((name) =>
    zalo.world.addBot({ name, switches: { loopbackWebhook: true } }),
  );
  const secrets = ["mot-bi-mat-chung", "mot-bi-mat-rieng"];
  const withSecrets = (...given: (string | undefined)[]) => {
    const webhookUrl = `http://127.0.0.1:${gateway.port}/zalo`;
    const accounts = bots.map(({ token }, at) => [
      ["shop", "clinic"][at],
      { botToken: token, webhookUrl, webhookSecret: given[at] },
    ]);
    const channels = { zalo: { accounts: Object.fromEntries(accounts) } };
    gateway.configure({ ...gateway.readConfig(), channels });
  };
  withSecrets(secrets[0], secrets[0]);
  await gateway.start();
  const waiting = await untilAccounts((all) => all.every(({ lifecycle }) => lifecycle === "blocked"));
  expect(waiting).toHaveLength(2);
  for (const { lastError } of waiting) expect(lastError).toContain("nobody could tell their messages apart");

  // The gateway starts only the one again that was changed.
  withSecrets(...secrets);
  for (const { id } of bots) {
    await zalo.journal.waitFor(
      (entry) =>
        entry.kind === "api-call" && entry.botId === id && entry.method === "setWebhook" && entry.outcome.ok,
      { timeoutMs: 60_000 },
    );
  }
  const running = await untilAccounts((all) => all.every(({ connected }) => connected === true));
  expect(running.map(({ lastError }) => lastError)).toEqual([null, null]);
  await gateway.stop();
  assertNoSecrets(folder, [...secrets, ...bots.map(({ token }) => token)]);
});

interface AccountState {
  lifecycle?: string;
  connected?: boolean;
  lastError?: string | null;
}

/** Asks for the state of the accounts until it is as wanted; the test's own time limit ends it. */
async function untilAccounts(wanted: (accounts: AccountState[]) => boolean): Promise<AccountState[]> {
  for (;;) {
    const { code, stdout, stderr } = await gateway.cli("channels", "status", "--json");
    expect(code, stderr).toBe(0);
    const { channelAccounts } = JSON.parse(stdout) as { channelAccounts: { zalo: AccountState[] } };
    if (wanted(channelAccounts.zalo)) return channelAccounts.zalo;
  }
}
