import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "zalo-simulator/faults/fault";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { openHttp } from "../bot-api/http.ts";
import { botApi } from "../bot-api/methods.ts";
import { sendMessage } from "./send-message.ts";

const NEVER = new AbortController().signal;
const FORMATTED = { text: "**Phở**: 50k", plain: "Phở: 50k" };

let zalo: Simulator;
let bot: Bot;
let alice: Person;
let http: ReturnType<typeof openHttp>;
let warnings: string[];
let refusedFormat: Set<string>;

beforeEach(async () => {
  zalo = await startSimulator();
  bot = zalo.world.addBot({ name: "Bot Shop" });
  alice = zalo.world.addPerson({ name: "Alice" });
  alice.says(bot, "chào");
  http = openHttp({ apiUrl: zalo.url, token: bot.token });
  warnings = [];
  refusedFormat = new Set();
});

afterEach(async () => {
  await http.close();
  await zalo.close();
});

const send = async (message: { text: string; plain?: string }, chatId = alice.id) =>
  await sendMessage(
    {
      api: botApi("shop", http.call),
      accountId: "shop",
      refusedFormat,
      warn: (warning) => warnings.push(warning),
    },
    chatId,
    message,
    NEVER,
  );
const heard = () => alice.hears(bot).map(({ text, parseMode }) => ({ text, parseMode }));
const spoil = (fault: Fault, times = 1) => zalo.faults.add({ method: "sendMessage", fault, times });

test("bare text goes out without a parse mode, formatted text with one", async () => {
  expect((await send({ text: "2 * 3" })).kind).toBe("sent");
  expect((await send(FORMATTED)).kind).toBe("sent");
  expect(heard()).toEqual([
    { text: "2 * 3", parseMode: undefined },
    { text: "**Phở**: 50k", parseMode: "markdown" },
  ]);
  expect(warnings).toEqual([]);
});

test("formatted text that Zalo refuses goes out plain at once, and the log says so once", async () => {
  for (const _ of [1, 2]) {
    spoil({ kind: "ok-false", errorCode: 400, description: "Bad Request: markup" });
    expect((await send(FORMATTED)).kind).toBe("sent");
  }
  const plain = { text: "Phở: 50k", parseMode: undefined };
  expect(heard()).toEqual([plain, plain]);
  expect(warnings).toEqual([
    expect.stringMatching(/^account "shop": formatted text was refused.*400.*"plain"/),
  ]);
});

test("what may have arrived is not sent plain, nor what was refused for now", async () => {
  for (const fault of [
    { kind: "reset", accept: true },
    { kind: "ok-false", errorCode: 429 },
  ] as const) {
    spoil(fault);
    expect((await send(FORMATTED)).kind).toBe(fault.kind === "reset" ? "unknown" : "not-sent");
  }
  expect(heard()).toEqual([{ text: "**Phở**: 50k", parseMode: "markdown" }]);
  expect(warnings).toEqual([]);
});

test("a chat that Zalo does not know is not blamed on the format", async () => {
  expect(await send(FORMATTED, "0".repeat(20))).toMatchObject({
    kind: "not-sent",
    error: { code: "rejected" },
  });
  expect(warnings).toEqual([]);
});
