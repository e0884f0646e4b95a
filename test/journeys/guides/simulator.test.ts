import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "demo/free-port";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeskView } from "zalo-simulator/page/desk";
import type { PageWorld } from "zalo-simulator/page/people";
import { type Block, blocksOf, commandsOf } from "../../support/commands.ts";
import { PATIENCE_MS } from "../support/shop.ts";
import { type Checkout, strangersCheckout } from "./strangers-checkout.ts";

/* Somebody follows docs/simulator.md, and nothing but that, word by word. */

const GUIDE = "docs/simulator.md";
const COMMANDS = commandsOf(GUIDE);
const PROGRAMS = blocksOf(GUIDE).filter(({ language }) => language !== "sh");

/** The guide's own port, in whose place everything here gets a free one. */
const PORT = /\b7007\b/g;

const followed = new Set<string>();

let port = "";
let checkout: Checkout;

/** The commands of the guide that hold these words, which are typed now. */
function printed(words: string): readonly string[] {
  const found = COMMANDS.filter((command) => command.includes(words));
  expect(found.length, words).toBeGreaterThan(0);
  for (const command of found) followed.add(command);
  return found.map((command) => command.replace(PORT, port));
}

/** The one program of the guide that holds these words, which is run now. */
function program(words: string): Block {
  const [block, ...more] = PROGRAMS.filter(({ text }) => text.includes(words));
  if (block === undefined || more.length > 0) throw new Error(`not one program says ${words}`);
  followed.add(block.text);
  return { ...block, text: block.text.replace(PORT, port) };
}

/** Types the one command with these words, and reads what it printed as JSON. */
async function run(words: string): Promise<Record<string, unknown>> {
  const [command = "", ...more] = printed(words);
  expect(more).toEqual([]);
  const { shown } = await checkout.type(command.replace("curl ", "curl -sS "));
  return JSON.parse(shown) as Record<string, unknown>;
}

/** What the page is told of this Zalo. */
const desk = async () => (await (await fetch(`http://127.0.0.1:${port}/page/desk`)).json()) as DeskView;

/** Asks the control API for something. */
async function control<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/control/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  return (await response.json()) as Answer;
}

beforeAll(async () => {
  port = String(await freePort());
  checkout = strangersCheckout();
});
afterAll(() => checkout[Symbol.asyncDispose]());

test("it is built and started, and the page is where the guide says", async () => {
  for (const command of printed("npm run build")) {
    const { code, shown } = await checkout.type(command);
    expect(code, shown).toBe(0);
  }
  const [start = ""] = printed("npm run simulator");
  await checkout.start(start).shows(/Zalo runs at/);
  const page = await (await fetch(`http://127.0.0.1:${port}`)).text();
  const [, script = ""] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
  expect((await fetch(`http://127.0.0.1:${port}${script}`)).status).toBe(200);
});

test("the commands of the guide do what it says, in its order", async () => {
  expect(await run("/getMe")).toMatchObject({ ok: true });
  expect(await run("/messages")).toHaveProperty("messageId");
  expect(await run("/getUpdates")).toMatchObject({ ok: true, result: { message: { text: "xin chào" } } });
  expect(await run("/sendMessage")).toMatchObject({ ok: true });

  const { id } = await run("/control/faults");
  expect(await run("/sendMessage").catch(String)).not.toMatchObject({ ok: true });
  expect(await run("/switches")).toMatchObject({ queueMode: "live-only" });
  expect(await run("/control/journal")).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ kind: "bot-message", text: "Chào **An**!" })]),
  });
  await fetch(`http://127.0.0.1:${port}/control/faults/${id}`, { method: "DELETE" });
});

test("the bot in the guide answers whoever writes to it", async () => {
  writeFileSync(join(checkout.folder, "echo-bot.mjs"), program("Bạn nói").text);
  const [start = ""] = printed("echo-bot.mjs");
  checkout.start(start);
  await expect.poll(async () => (await desk()).bots[0]?.polls, { timeout: PATIENCE_MS }).toBe(1);
  await run("/messages");
  const match = { kind: "bot-message", text: "Bạn nói: xin chào" };
  expect(await control("POST", "journal/wait", { match, timeoutMs: PATIENCE_MS })).toHaveProperty("entry");
});

test("zca-js logs in with the code on the page, scanned and confirmed there", async () => {
  writeFileSync(join(checkout.folder, "log-in.mjs"), program("loginQR").text);
  const [start = ""] = printed("log-in.mjs");
  checkout.start(start);
  const { code } = await control<{ code: string }>("POST", "qr-codes/wait", { timeoutMs: PATIENCE_MS });
  const world = (await (await fetch(`http://127.0.0.1:${port}/page/people`)).json()) as PageWorld;
  const an = world.people.find(({ name }) => name === "An");
  await control("POST", `qr-codes/${code}/scan`, { person: an?.id });
  await control("POST", `qr-codes/${code}/confirm`);
  await expect
    .poll(async () => (await desk()).web, { timeout: PATIENCE_MS })
    .toEqual([expect.objectContaining({ name: "An", sessions: 1 })]);
});

test("the story for one's own tests is lived through", async () => {
  const { text } = program("startSimulator");
  // The guide leaves to its reader which bot it is.
  const start = "// start your bot at zalo.url with bot.token";
  expect(text).toContain(start);
  const story = text.replace(start, "\nconst answered = answerOnce();\n");
  const answerOnce = `
async function answerOnce() {
  await fetch(\`\${zalo.url}/bot\${bot.token}/getUpdates\`, { method: "POST" });
  await fetch(\`\${zalo.url}/bot\${bot.token}/sendMessage\`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ chat_id: alice.id, text: "dạ" }),
  });
}
await answered;
console.log("heard", heard[0].text);
`;
  writeFileSync(join(checkout.folder, "story.ts"), story + answerOnce);
  const [run = ""] = printed("story.ts");
  const { code, shown } = await checkout.type(run);
  expect(shown).toContain("heard dạ");
  expect(code, shown).toBe(0);
});

test("nothing that the guide prints was left out", () => {
  const all = [...COMMANDS, ...PROGRAMS.map(({ text }) => text)];
  expect(all.filter((one) => !followed.has(one))).toEqual([]);
});
