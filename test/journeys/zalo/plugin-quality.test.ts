import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Gateway } from "demo/gateway";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import { pluginFolder } from "../../support/manifest.ts";
import { assertNoSecrets } from "../../support/secrets.ts";
import { ROOT } from "../../support/sources.ts";

/** Larger than this, something was bundled that nobody meant to bundle. */
const INSTALLED_AT_MOST_BYTES = 3 * 1024 * 1024;

let folder: string;
let zalo: Simulator;
let gateway: Gateway;
let botToken: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zalo-quality-"));
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

/** Runs a command that answers in JSON. */
async function ask<Form>(...args: string[]): Promise<Form> {
  const { code, stdout, stderr } = await gateway.cli(...args);
  expect(code, `openclaw ${args.join(" ")} failed:\n${stderr}`).toBe(0);
  return JSON.parse(stdout) as Form;
}

describe("the installed plugin", () => {
  test("is loaded by the gateway without a complaint", async () => {
    const { plugin, diagnostics, compatibility } = await ask<{
      plugin: { status: string; channelIds: string[]; source: string };
      diagnostics: unknown[];
      compatibility: unknown[];
    }>("plugins", "inspect", "zalo", "--runtime", "--json");
    expect(plugin).toMatchObject({ status: "loaded", channelIds: ["zalo"] });
    expect(plugin.source).toBe(join(folder, "state", "extensions", "zalo", "dist", "index.js"));
    expect(diagnostics).toEqual([]);
    expect(compatibility).toEqual([]);
  });

  test("is small and brings neither tests nor modules of others", () => {
    const files = filesBelow(join(folder, "state", "extensions", "zalo"));
    const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
    expect(size).toBeLessThan(INSTALLED_AT_MOST_BYTES);
    const built = files.filter((file) => file.includes("/dist/"));
    expect(built.length).toBeGreaterThan(3);
    expect(built.filter((file) => /\.test\.|\/node_modules\//.test(file))).toEqual([]);
  });

  test("gives the security audit nothing critical, and nothing about the plugin itself", async () => {
    withZalo({ enabled: true });
    const { findings } = await ask<{ findings: { checkId: string; severity: string; detail: string }[] }>(
      "security",
      "audit",
      "--deep",
      "--json",
    );
    expect(findings.filter(({ severity }) => severity === "critical")).toEqual([]);
    const ours = findings.filter(({ checkId }) =>
      /^(?:plugins\.code|skills\.code|channels\.zalo)/.test(checkId),
    );
    expect(ours.map(({ checkId, severity }) => [checkId, severity])).toEqual([
      ["channels.zalo.dm.locked", "info"],
      // The token of this test stands in its configuration, and its Zalo is a simulated one.
      ["channels.zalo.token.inline", "info"],
      ["channels.zalo.api_url.override", "info"],
      ["channels.zalo.approvals.nobody", "info"],
    ]);
  });
});

test("the gateway's plugin inspector finds nothing broken", async () => {
  const out = join(folder, "inspector");
  const inspector = join(ROOT, "node_modules", "@openclaw", "plugin-inspector", "src", "cli.js");
  const options = ["--no-openclaw", "--runtime", "--mock-sdk", "--allow-execute"];
  // Rejects when the inspector ends with a failure.
  await promisify(execFile)(
    process.execPath,
    [inspector, "ci", ...options, "--plugin-root", pluginFolder("zalo"), "--out", out],
    { cwd: folder },
  );
  const { status, summary } = JSON.parse(
    readFileSync(join(out, "plugin-inspector-ci-summary.json"), "utf8"),
  ) as { status: string; summary: Record<string, number> };
  expect(status).toBe("pass");
  expect(summary).toMatchObject({
    breakages: 0,
    warnings: 0,
    p0Issues: 0,
    p1Issues: 0,
    liveIssues: 0,
    compatGaps: 0,
    deprecationWarnings: 0,
    policyFailures: 0,
  });
  // What it cannot look into by itself, with any plugin that is built from TypeScript.
  expect(summary["issues"]).toBe(summary["inspectorGaps"]);
});

describe("settings that are wrong", () => {
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
    const account = await untilStatus(({ lifecycle }) => lifecycle === "blocked");
    expect(account).toMatchObject({ connected: false });
    expect(account.lastError).toContain('Add "*" to channels.zalo.allowFrom, or set channels.zalo.dmPolicy');
    expect(zalo.journal.entries.filter(({ kind }) => kind === "poll-opened")).toEqual([]);

    // Mended, it starts without anybody restarting the gateway.
    withZalo({ enabled: true, dmPolicy: "open", allowFrom: ["*"] });
    await zalo.journal.waitFor(({ kind }) => kind === "poll-opened", { timeoutMs: 60_000 });
    await gateway.stop();
    assertNoSecrets(folder, [botToken]);
  });
});

interface AccountState {
  lifecycle?: string;
  connected?: boolean;
  lastError?: string | null;
}

/** Asks for the state of the account until it is as wanted; the test's own time limit ends it. */
async function untilStatus(wanted: (account: AccountState) => boolean): Promise<AccountState> {
  for (;;) {
    const { channelAccounts } = await ask<{ channelAccounts: { zalo: AccountState[] } }>(
      "channels",
      "status",
      "--json",
    );
    const [account] = channelAccounts.zalo;
    if (account !== undefined && wanted(account)) return account;
  }
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
  );
}
