import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Gateway } from "demo/gateway";
import { PLUGINS, type PluginName, pluginFolder } from "demo/repository";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../support/sources.ts";

const MEGABYTE = 1024 * 1024;
/** Larger than this, something was bundled that nobody meant to bundle. */
const INSTALLED_AT_MOST: Record<PluginName, number> = { zalo: 3 * MEGABYTE, zalouser: 6 * MEGABYTE };

/** What the audit has to say of each channel as its set-up leaves it. */
const FOUND: Record<PluginName, readonly string[]> = {
  zalo: [
    "channels.zalo.approvals.nobody info",
    "channels.zalo.dm.locked info",
    // The token of this test stands in its configuration.
    "channels.zalo.token.inline info",
  ],
  zalouser: [
    "channels.zalouser.approvals.nobody info",
    "channels.zalouser.dm.locked info",
    "channels.zalouser.unofficial info",
  ],
};

let folder: string;
let gateway: Gateway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "zalo-quality-"));
  // No story here gets as far as asking a model, or Zalo.
  gateway = await Gateway.create({ folder, modelUrl: "http://127.0.0.1:9/v1", config: {} });
  for (const plugin of PLUGINS) await gateway.install(plugin);
  const channels = { zalo: { botToken: "1:nobody" }, zalouser: { groupPolicy: "allowlist" } };
  gateway.configure({ ...gateway.readConfig(), channels });
});

afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Runs a command that answers in JSON. */
async function ask<Form>(...args: string[]): Promise<Form> {
  const { code, stdout, stderr } = await gateway.cli(...args);
  expect(code, `openclaw ${args.join(" ")} failed:\n${stderr}`).toBe(0);
  return JSON.parse(stdout) as Form;
}

test.each(PLUGINS)("%s is loaded by the gateway without a complaint", async (name) => {
  const { plugin, diagnostics, compatibility } = await ask<{
    plugin: { status: string; channelIds: string[]; source: string };
    diagnostics: unknown[];
    compatibility: unknown[];
  }>("plugins", "inspect", name, "--runtime", "--json");
  expect(plugin).toMatchObject({ status: "loaded", channelIds: [name] });
  expect(plugin.source).toBe(join(folder, "state", "extensions", name, "dist", "index.js"));
  expect(diagnostics).toEqual([]);
  expect(compatibility).toEqual([]);
});

test.each(PLUGINS)("%s is small and brings neither tests nor modules of others", (name) => {
  const files = filesBelow(join(folder, "state", "extensions", name));
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  expect(size).toBeLessThan(INSTALLED_AT_MOST[name]);
  const built = files.filter((file) => file.includes("/dist/"));
  expect(built.length).toBeGreaterThan(3);
  expect(built.filter((file) => /\.test\.|\/node_modules\//.test(file))).toEqual([]);
});

test("the security audit has nothing critical to say, and nothing about the plugins' code", async () => {
  const { findings } = await ask<{ findings: { checkId: string; severity: string; detail: string }[] }>(
    "security",
    "audit",
    "--deep",
    "--json",
  );
  expect(findings.filter(({ severity }) => severity === "critical")).toEqual([]);
  // Its scan of code takes a file that reads files and calls something named fetch for one that gives them away.
  const ours = findings.filter(({ checkId }) =>
    /^(?:plugins\.code|skills\.code|channels\.zalo)/.test(checkId),
  );
  expect(ours.map(({ checkId, severity }) => `${checkId} ${severity}`).toSorted()).toEqual(
    PLUGINS.flatMap((name) => FOUND[name]).toSorted(),
  );
});

test.each(PLUGINS)("the gateway's plugin inspector finds nothing broken in %s", async (name) => {
  const out = join(folder, `inspector-${name}`);
  const inspector = join(ROOT, "node_modules", "@openclaw", "plugin-inspector", "src", "cli.js");
  const options = ["--no-openclaw", "--runtime", "--mock-sdk", "--allow-execute"];
  // Rejects when the inspector ends with a failure.
  await promisify(execFile)(
    process.execPath,
    [inspector, "ci", ...options, "--plugin-root", pluginFolder(name), "--out", out],
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

function filesBelow(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
  );
}
