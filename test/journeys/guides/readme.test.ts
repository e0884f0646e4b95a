import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Gateway } from "demo/gateway";
import { startModel } from "demo/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeskView } from "zalo-simulator/page/desk";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import { readDrawnQr } from "../../../extensions/zalouser/src/testing/read-drawn-qr.ts";
import { commandsOf } from "../../support/commands.ts";
import { ROOT } from "../../support/sources.ts";
import { processesOf } from "../demo/run-demo.ts";
import { startEmptyRegistry } from "../support/empty-registry.ts";
import { PATIENCE_MS } from "../support/shop.ts";
import { Terminal } from "../support/terminal.ts";
import { type Checkout, type Going, strangersCheckout } from "./strangers-checkout.ts";

/*
 * Somebody follows the README, and nothing but the README, word by word. Its Vietnamese twin has the same
 * commands, which test/house sees to.
 */

const COMMANDS = commandsOf("README.md");

/** What is not typed here, and why. The last story fails for every other command that was not. */
const NOT_TYPED: Readonly<Record<string, string>> = {
  "npm test": "it is what runs this story; that .ci/run types it is looked at instead",
  "openclaw plugins install --force --accept-capabilities npm-pack:build/openclaw-zalo-0.1.0.tgz":
    "what npm run pack prints is typed by test/journeys/plugins/packed.test.ts; that it prints this is looked at instead",
  "openclaw plugins install --force --accept-capabilities npm-pack:build/openclaw-zalouser-0.1.0.tgz":
    "as the line above",
};

const TOKEN_OF_THE_README = "1234567890:AbC…";
const ENTER = "\r";

const typed = new Set<string>();

/** The one command of the README that begins so, which is typed now. */
function printed(beginning: string): string {
  const [command = "", ...more] = COMMANDS.filter((one) => one.startsWith(beginning));
  expect([command, more]).toEqual([expect.stringContaining(beginning), []]);
  typed.add(command);
  return command;
}

/** The command that is exactly this. */
function exactly(command: string): string {
  expect(COMMANDS).toContain(command);
  typed.add(command);
  return command;
}

/** What the guided set-up asks next; nothing when it is through. */
const nextQuestion = (terminal: Terminal, from: number): Promise<string> =>
  terminal.sees((shown) => {
    const found = /◆ +([^\r\n]+)|└ +Channels updated\./.exec(shown);
    return found === null ? undefined : (found[1] ?? "");
  }, from);

let checkout: Checkout;
beforeAll(() => {
  checkout = strangersCheckout();
});
afterAll(() => checkout[Symbol.asyncDispose]());

const stateOfDemo = () => join(checkout.folder, ".demo");

/** Resolves with the address to open, once it is printed. */
async function address(demo: Going): Promise<string> {
  const [, url = ""] = await demo.shows(/Open this in your browser: +(http\S+)/);
  return url;
}

test("one exchange in the terminal", async () => {
  const { code, shown } = await checkout.type(printed("npm run demo -- --say"));
  expect(code, shown).toBe(0);
  expect(shown).toMatch(/^Bot Demo: Chào bạn!/m);
});

test("the demo, with any command beside it, until Ctrl-C", async () => {
  const demo = checkout.start(exactly("npm run demo"));
  const page = await fetch(await address(demo));
  expect(await page.text()).toContain("/assets/");
  const beside = await checkout.type(printed("npm run demo -- openclaw"));
  expect(beside.code, beside.shown).toBe(0);
  expect(beside.shown).toContain("Zalo");
  expect((await demo.interrupt()).shown).toContain("Stopping");
  expect(processesOf(stateOfDemo())).toEqual([]);
});

test("the demo with the personal account logged in already", async () => {
  const demo = checkout.start(printed("npm run demo -- --login"));
  const view = (await (await fetch(`${await address(demo)}/page/desk`)).json()) as DeskView;
  expect(view.web).toEqual([expect.objectContaining({ name: "Lan (chủ tiệm)", sockets: 1 })]);
  await demo.interrupt();
  expect(processesOf(stateOfDemo())).toEqual([]);
});

test("what else the demo can do is told", async () => {
  const { code, shown } = await checkout.type(printed("npm run demo -- --help"));
  expect(code, shown).toBe(0);
  for (const word of ["--real", "ZALO_BOT_TOKEN", "OPENAI_API_KEY", "--port"]) expect(shown).toContain(word);
});

describe("in a running gateway of one's own", () => {
  const stack = new AsyncDisposableStack();
  let zalo: Simulator;
  let folder: string;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    zalo = stack.use(await startSimulator());
    const model = stack.use(await startModel(() => "dạ"));
    folder = join(checkout.folder, "..", "gateway");
    const registry = stack.use(await startEmptyRegistry());
    // Leads the plugins to this Zalo. The gateway looks for plugins that it has variables of, and is to find none.
    const here = {
      ZALO_API_URL: zalo.url,
      ZALOUSER_API_URL: zalo.url,
      npm_config_registry: registry.url,
    };
    const gateway = stack.use(await Gateway.create({ folder, modelUrl: model.url, config: {}, env: here }));
    await gateway.start();
    const theirs = Object.entries({ ...gateway.command().env, PATH: checkout.env["PATH"] });
    env = Object.fromEntries(theirs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  });
  afterAll(() => stack.disposeAsync());

  /** Types a command, which has to succeed. */
  const type = async (command: string) => {
    const { code, shown } = await checkout.type(command, env);
    expect(code, `${command}\n${shown}`).toBe(0);
    return shown;
  };

  test("a bot is installed and asks a newcomer for a code", async () => {
    const bot = zalo.world.addBot({ name: "Bot Tiệm Hoa" });
    const customer = zalo.world.addPerson({ name: "Khách" });
    await type(exactly("npm run build"));
    await type(exactly("openclaw plugins install --force --accept-capabilities ./extensions/zalo"));
    const add = printed("openclaw channels add --channel zalo ");
    // What the reader puts in.
    expect(add).toContain(TOKEN_OF_THE_README);
    expect(await type(add.replace(TOKEN_OF_THE_README, bot.token))).toContain(
      'Zalo answers as "Bot Tiệm Hoa"',
    );
    customer.says(bot, "xin chào");
    const [challenge] = await customer.waitFor(bot, ({ length }) => length > 0, { timeoutMs: PATIENCE_MS });
    expect(challenge?.text).toContain("Mã ghép nối");
  });

  test("a personal account is installed, and logged in by somebody who agrees to what is proposed", async () => {
    const owner = zalo.world.addPerson({ name: "Chủ tiệm" });
    await type(exactly("openclaw plugins install --force --accept-capabilities ./extensions/zalouser"));
    const add = exactly("openclaw channels add --channel zalouser");
    const command = () => ({ file: "bash", args: ["-c", add], cwd: checkout.folder, env: { ...env } });
    await using terminal = new Terminal({ folder, command }, []);
    const scanned = terminal.sees(readDrawnQr).then((code) => {
      zalo.personal.scan(code, owner);
      zalo.personal.confirm(code);
    });
    // Awaited below, when nothing more is asked.
    scanned.catch(() => undefined);
    const asked: string[] = [];
    for (let seen = 0; ; seen = terminal.shown.length) {
      const question = await nextQuestion(terminal, seen);
      if (question === "") break;
      asked.push(question);
      terminal.type(question.includes("accept this risk") ? "y" : ENTER);
    }
    await scanned;
    expect(asked.join("\n")).toMatch(/accept this risk.+How does the account log in.+Who may write/s);
    expect(await terminal.ended, terminal.shown).toBe(0);
    await zalo.journal.waitFor((entry) => entry.kind === "socket-opened" && entry.uid === owner.uid, {
      timeoutMs: PATIENCE_MS,
    });
  });
});

test("a file is made of each plugin, to be installed as it is printed", async () => {
  const { code, shown } = await checkout.type(exactly("npm run pack"));
  expect(code, shown).toBe(0);
  const installs = COMMANDS.filter((command) => command.includes("npm-pack:"));
  expect(shown.split("\n").map((line) => line.trim())).toEqual(expect.arrayContaining(installs));
  expect(installs.length).toBeGreaterThan(0);
});

test("npm test is what continuous integration runs", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  expect(scripts["test"]).toMatch(/ vitest run$/);
  expect(readFileSync(join(ROOT, ".ci", "run"), "utf8")).toMatch(/^step npm test\b/m);
});

test("nothing that the README prints was left out without a reason", () => {
  expect(COMMANDS.filter((command) => !typed.has(command) && NOT_TYPED[command] === undefined)).toEqual([]);
  expect(Object.keys(NOT_TYPED).filter((command) => !COMMANDS.includes(command))).toEqual([]);
});
