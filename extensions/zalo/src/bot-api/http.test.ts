import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "zalo-simulator/faults/fault";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import { readExchange } from "./failures.ts";
import { type Exchange, openHttp } from "./http.ts";

const NEVER = new AbortController().signal;
const WAIT = { timeoutMs: 20_000 } as const;
/** Longer than any of these stories takes; a story that waits for it has failed. */
const PATIENT_MS = 60_000;

let zalo: Simulator;
let bot: Bot;
let http: ReturnType<typeof openHttp>;

beforeEach(async () => {
  zalo = await startSimulator();
  bot = zalo.world.addBot({ name: "Bot Shop" });
  http = openHttp({ apiUrl: zalo.url, token: bot.token });
});

afterEach(async () => {
  await http.close();
  await zalo.close();
});

const getMe = (signal = NEVER, deadlineMs = PATIENT_MS): Promise<Exchange> =>
  http.call("getMe", {}, { signal, deadlineMs });

test("a call that works brings Zalo's JSON", async () => {
  expect(await getMe()).toMatchObject({
    kind: "json",
    status: 200,
    body: { ok: true, result: { id: bot.id, display_name: "Bot Shop" } },
  });
});

test("parameters arrive as JSON, Vietnamese words and emoji whole", async () => {
  const alice = zalo.world.addPerson({ name: "Alice" });
  alice.says(bot, "chào");
  const text = "Đặng Thị Hương 👩‍👩‍👧 đã nhận";
  await http.call("sendMessage", { chat_id: alice.id, text }, { signal: NEVER, deadlineMs: PATIENT_MS });
  expect(alice.hears(bot).map((message) => message.text)).toEqual([text]);
});

describe("a fault becomes what can be said for certain about the call", () => {
  const faults: readonly [string, Fault, Exchange][] = [
    ["a bare status", { kind: "status", status: 503 }, { kind: "unreadable", status: 503, empty: true }],
    ["an HTML page", { kind: "html", status: 502 }, { kind: "unreadable", status: 502, empty: false }],
    ["broken JSON", { kind: "garbage" }, { kind: "unreadable", status: 200, empty: false }],
    ["an empty body", { kind: "empty" }, { kind: "unreadable", status: 200, empty: true }],
  ];

  test.each(faults)("%s", async (_, fault, expected) => {
    zalo.faults.add({ method: "getMe", fault });
    expect(await getMe()).toEqual(expected);
  });

  test("Zalo's own no, with the status of its failure style", async () => {
    bot.switches.failureStyle = "http-status";
    zalo.faults.add({ method: "getMe", fault: { kind: "ok-false", errorCode: 429 } });
    expect(await getMe()).toMatchObject({ kind: "json", status: 429, body: { ok: false, error_code: 429 } });
  });

  test.each<Fault>([{ kind: "reset" }, { kind: "cut" }])(
    "a broken connection may have been heard: $kind",
    async (fault) => {
      zalo.faults.add({ method: "getMe", fault });
      expect(await getMe()).toMatchObject({ kind: "no-answer", requestLeft: true, why: "broken" });
    },
  );

  test("silence ends at the deadline", async () => {
    zalo.faults.add({ method: "getMe", fault: { kind: "hang" } });
    expect(await getMe(NEVER, 50)).toEqual({ kind: "no-answer", requestLeft: true, why: "deadline" });
  });

  test("a slow answer is waited for", async () => {
    zalo.faults.add({ method: "getMe", fault: { kind: "slow", ms: 50 } });
    expect(await getMe()).toMatchObject({ kind: "json", status: 200 });
  });
});

test("a port that nobody listens on was certainly not reached", async () => {
  const { url } = zalo;
  await zalo.close();
  const closed = openHttp({ apiUrl: url, token: bot.token });
  const exchange = await closed.call("getMe", {}, { signal: NEVER, deadlineMs: PATIENT_MS });
  await closed.close();
  expect(exchange).toEqual({
    kind: "no-answer",
    requestLeft: false,
    why: "broken",
    detail: "ECONNREFUSED",
  });
});

test("an aborted poll really leaves: Zalo sees the connection close", async () => {
  const stop = new AbortController();
  const poll = http.call("getUpdates", { timeout: "30" }, { signal: stop.signal, deadlineMs: PATIENT_MS });
  await zalo.journal.waitFor(({ kind }) => kind === "poll-opened", WAIT);
  stop.abort();
  expect(await poll).toMatchObject({ kind: "no-answer", why: "aborted" });
  const closed = await zalo.journal.waitFor(({ kind }) => kind === "poll-closed", WAIT);
  expect(closed).toMatchObject({ why: "aborted-by-client" });
});

test("closing cuts off what is under way", async () => {
  const poll = http.call("getUpdates", { timeout: "30" }, { signal: NEVER, deadlineMs: PATIENT_MS });
  await zalo.journal.waitFor(({ kind }) => kind === "poll-opened", WAIT);
  await http.close();
  expect(await poll).toMatchObject({ kind: "no-answer", requestLeft: true });
});

test("no failure repeats the token, not even when a proxy's page does", async () => {
  const faults: Fault[] = [
    { kind: "html", status: 502, echoPath: true },
    { kind: "html", status: 404, echoPath: true },
    { kind: "reset" },
    { kind: "cut" },
    { kind: "garbage" },
    { kind: "empty" },
    { kind: "status", status: 500 },
  ];
  for (const fault of faults) {
    zalo.faults.add({ method: "getMe", fault });
    const exchange = await getMe();
    const result = readExchange("getMe", "shop", exchange);
    expect(result.ok).toBe(false);
    const said = JSON.stringify([exchange, result, result.ok ? "" : String(result.error.stack)]);
    expect(said).not.toContain(bot.token.split(":")[1]);
  }
});
