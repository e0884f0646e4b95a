import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Gateway, TOKEN } from "demo/gateway";
import { startModel } from "demo/model";
import { PLUGINS, type PluginName, pluginFolder } from "demo/repository";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { openFileStore } from "../../../extensions/zalouser/src/credentials/file-store.ts";
import { ROOT } from "../../support/sources.ts";
import { callGateway } from "../support/call-gateway.ts";
import { type EmptyRegistry, startEmptyRegistry } from "../support/empty-registry.ts";
import { until } from "../support/personal-shop.ts";
import { bothPollsOpen, PATIENCE_MS, urlOf } from "../support/shop.ts";

const stack = new AsyncDisposableStack();
/** What `npm run pack` printed for somebody to type. */
let commands: string[];
let registry: EmptyRegistry;
let zalo: Simulator;
let bot: Bot;
let owner: Person;
let folder: string;
let gateway: Gateway;

/** Packs both plugins, and sets up a gateway in an empty folder that has nothing of this repository but them. */
beforeAll(async () => {
  const printed = await promisify(execFile)("npm", ["run", "--silent", "pack"], { cwd: ROOT });
  commands = printed.stdout.split("\n").flatMap((line) => /^ {2}openclaw (.+)$/.exec(line)?.[1] ?? []);
  folder = mkdtempSync(join(tmpdir(), "zalo-packed-"));
  if (process.env["KEEP_JOURNEYS"] === undefined) {
    stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  }
  registry = stack.use(await startEmptyRegistry());
  zalo = stack.use(await startSimulator());
  const model = stack.use(await startModel(({ text }) => `Chào bạn, bạn viết: ${text.split("\n").at(-1)}`));
  const env = { npm_config_registry: registry.url };
  gateway = stack.use(await Gateway.create({ folder, modelUrl: model.url, config: {}, env }));
  bot = zalo.world.addBot({ name: "Bot Tiệm Hoa" });
  owner = zalo.world.addPerson({ name: "Tiệm Hoa Lan" });
});

afterAll(() => stack.disposeAsync());

/** Runs a command that answers in JSON. */
async function ask<Form>(...args: string[]): Promise<Form> {
  const { code, stdout, stderr } = await gateway.cli(...args);
  expect(code, `openclaw ${args.join(" ")} failed:\n${stderr}`).toBe(0);
  return JSON.parse(stdout) as Form;
}

interface Installed {
  id: string;
  version: string;
  rootDir: string;
  status: string;
  trust: { installSource: string };
}

const versionOf = (name: PluginName): string =>
  (JSON.parse(readFileSync(join(pluginFolder(name), "package.json"), "utf8")) as { version: string }).version;

test("what npm run pack prints can be typed, and installs both plugins without a package from anywhere", async () => {
  expect(commands).toHaveLength(PLUGINS.length);
  for (const command of commands) {
    const { code, stdout, stderr } = await gateway.cli(...command.split(" "));
    expect(code, stdout + stderr).toBe(0);
    expect(stdout + stderr).not.toContain("unfinished");
  }
  // npm looks for a newer npm, and for the gateway, which it is then told to leave out.
  expect(registry.asked.filter((name) => !["npm", "openclaw"].includes(name))).toEqual([]);
});

test("they are listed in the version that was packed", async () => {
  const { plugins } = await ask<{ plugins: Installed[] }>("plugins", "list", "--json");
  for (const name of PLUGINS) {
    expect(plugins.find(({ id }) => id === name)).toMatchObject({ version: versionOf(name) });
  }
});

test.each(PLUGINS)("%s has brought what it needs, and nothing that tells where it was made", async (name) => {
  const { plugin } = await ask<{ plugin: Installed }>("plugins", "inspect", name, "--runtime", "--json");
  expect(plugin).toMatchObject({
    status: "loaded",
    version: versionOf(name),
    trust: { installSource: "npm" },
  });
  expect(plugin.rootDir.startsWith(join(folder, "state", "npm"))).toBe(true);
  const files = filesBelow(plugin.rootDir);
  expect(files).toEqual(
    expect.arrayContaining(["dist/index.js", "dist/setup-entry.js", "dist/third-party-licenses.txt"]),
  );
  expect(files.filter((file) => /\.(?:tsx?|map|tgz)$|\.test\./.test(file))).toEqual([]);
  const here = new RegExp(`(?<![\\w.:/-])${ROOT.replaceAll(/[.+]/g, "\\$&")}`);
  const telling = files.filter((file) => {
    const text = readFileSync(join(plugin.rootDir, file), "utf8");
    return here.test(text) || text.includes("sourceMappingURL=");
  });
  expect(telling).toEqual([]);
});

test("a person who writes to the bot is answered, and so is one who writes to the personal account", async () => {
  // Not before: a gateway with such a variable takes the channel for set up, and looks for its plugin by itself.
  gateway.setEnv("ZALO_API_URL", zalo.url);
  gateway.setEnv("ZALOUSER_API_URL", zalo.url);
  gateway.configure({
    ...gateway.readConfig(),
    channels: {
      zalo: { enabled: true, botToken: bot.token, dmPolicy: "open", allowFrom: ["*"] },
      zalouser: { enabled: true, dmPolicy: "open", allowFrom: ["*"], groupPolicy: "disabled" },
    },
  });
  const { cookie, imei, userAgent, language } = zalo.personal.signIn(owner);
  const cookies = cookie.map((one) => ({ ...one }));
  const store = openFileStore({ stateDir: join(folder, "state"), key: undefined });
  await store.replace({ accountId: "default", profile: "default" }, { imei, userAgent, language, cookies });
  await gateway.start();
  await bothPollsOpen(zalo, bot, 0);
  await until(() => zalo.personal.sockets(owner) === 1);

  const alice = zalo.world.addPerson({ name: "Alice" });
  const lan = zalo.world.addPerson({ name: "Chị Lan" });
  zalo.world.befriend(owner, lan);
  alice.says(bot, "mấy giờ mở cửa?");
  lan.writes(owner, "còn hoa hồng không?");
  const [toAlice] = await alice.waitFor(bot, ({ length }) => length > 0, { timeoutMs: PATIENCE_MS });
  expect(toAlice?.text).toBe("Chào bạn, bạn viết: mấy giờ mở cửa?");
  const [toLan] = await lan.waitForFrom(owner, ({ length }) => length > 0, { timeoutMs: PATIENCE_MS });
  expect(toLan?.content).toMatchObject({ kind: "text", text: "Chào bạn, bạn viết: còn hoa hồng không?" });
});

test("the Control UI is told the version of each plugin, and given its pictures", async () => {
  const { plugins } = (await callGateway(gateway, "plugins.list", {})) as { plugins: object[] };
  for (const name of PLUGINS) {
    expect(plugins).toContainEqual(
      expect.objectContaining({ id: name, version: versionOf(name), hasIcon: true, hasActivityIcon: true }),
    );
    const icon = await picture("plugin-icon", name);
    expect(icon.type).toBe("image/png");
    const activity = await picture("plugin-activity-icon", name);
    expect(activity.bytes).toEqual(readFileSync(join(pluginFolder(name), "assets", "activity.svg")));
  }
});

/** What the gateway serves as a plugin's picture once it has checked it. */
async function picture(kind: string, name: PluginName): Promise<{ type: string | null; bytes: Buffer }> {
  const response = await fetch(`${urlOf(gateway)}/__openclaw__/${kind}/${name}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(response.status).toBe(200);
  return {
    type: response.headers.get("content-type"),
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

/** What npm has put there; the gateway itself adds a way to its own packages. */
function filesBelow(root: string, path = ""): string[] {
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules") return [];
    const below = path === "" ? entry.name : `${path}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(root, below) : [below];
  });
}
