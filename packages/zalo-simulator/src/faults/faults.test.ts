import { describe, expect, test } from "vitest";
import { scene, WAIT } from "../testing/scene.ts";
import type { Fault } from "./fault.ts";

async function met() {
  const s = await scene();
  s.alice.says(s.bot, "xin chào");
  const send = (text: string, init: RequestInit = {}) =>
    s.call("sendMessage", { chat_id: s.alice.id, text }, init);
  const lastCall = () => s.zalo.journal.entries.findLast(({ kind }) => kind === "api-call");
  return { ...s, send, lastCall, heard: () => s.alice.hears(s.bot).map(({ text }) => text) };
}

const answered: [Fault, object][] = [
  [
    { kind: "status", status: 500 },
    { status: 500, raw: "" },
  ],
  [
    { kind: "status", status: 503, body: "later" },
    { status: 503, raw: "later" },
  ],
  [
    { kind: "ok-false", errorCode: 429 },
    { status: 200, body: { ok: false, error_code: 429, description: "Too Many Requests" } },
  ],
  [
    { kind: "ok-false", errorCode: 403, description: "Internal server error", status: 403 },
    { status: 403, body: { ok: false, error_code: 403, description: "Internal server error" } },
  ],
  [
    { kind: "html", status: 502 },
    { status: 502, raw: expect.stringContaining("502 Bad Gateway") },
  ],
  [{ kind: "garbage" }, { status: 200, body: undefined, raw: expect.stringMatching(/./) }],
  [{ kind: "empty" }, { status: 200, raw: "" }],
];

describe("a spoilt answer", () => {
  test.each(answered)("%j reaches the client in place of the right one", async (fault, expected) => {
    await using s = await met();
    s.zalo.faults.add({ method: "sendMessage", fault });
    expect(await s.send("một")).toMatchObject(expected);
    expect(s.heard()).toEqual([]);
    expect(s.lastCall()).toMatchObject({ faulted: fault.kind, accepted: false, outcome: { ok: false } });
    expect((await s.send("hai")).body?.ok).toBe(true);
  });

  test.each(answered)("%j with accept comes after the message arrived", async (fault, expected) => {
    await using s = await met();
    s.zalo.faults.add({ method: "sendMessage", fault: { ...fault, accept: true } });
    expect(await s.send("một")).toMatchObject(expected);
    expect(s.heard()).toEqual(["một"]);
    expect(s.lastCall()).toMatchObject({ faulted: fault.kind, accepted: true, outcome: { ok: false } });
  });

  test("a status fault can carry headers", async () => {
    await using s = await met();
    s.zalo.faults.add({
      method: "sendMessage",
      fault: { kind: "status", status: 429, headers: { "retry-after": "7" } },
    });
    expect((await s.send("một")).headers.get("retry-after")).toBe("7");
  });

  test("an ok-false follows the failure style", async () => {
    await using s = await met();
    s.bot.switches.failureStyle = "http-status";
    s.zalo.faults.add({ method: "sendMessage", fault: { kind: "ok-false", errorCode: 429 } });
    expect((await s.send("một")).status).toBe(429);
  });

  test("a gateway page can echo the path, token included, and the journal still does not", async () => {
    await using s = await met();
    s.zalo.faults.add({ method: "sendMessage", fault: { kind: "html", status: 502, echoPath: true } });
    expect((await s.send("một")).raw).toContain(s.bot.token);
    expect(JSON.stringify(s.zalo.journal.entries)).not.toContain(s.bot.token);
  });
});

describe("an answer that never comes whole", () => {
  test.each([
    ["reset", false],
    ["reset", true],
    ["cut", false],
    ["cut", true],
  ] as const)("%s, accept %s: the client sees a broken connection", async (kind, accept) => {
    await using s = await met();
    s.zalo.faults.add({ method: "sendMessage", fault: { kind, accept } });
    await expect(s.send("một")).rejects.toThrow();
    expect(s.heard()).toEqual(accept ? ["một"] : []);
    expect(s.lastCall()).toMatchObject({ faulted: kind, accepted: accept });
  });

  test("cut sends the status line and the beginning of the body", async () => {
    await using s = await met();
    s.zalo.faults.add({ method: "getMe", fault: { kind: "cut", accept: true } });
    const response = await fetch(`${s.zalo.url}/bot${s.bot.token}/getMe`);
    expect(response.status).toBe(200);
    const begun: string[] = [];
    const reading = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) begun.push(decoder.decode(chunk));
    })();
    await expect(reading).rejects.toThrow();
    expect(begun.join("")).toMatch(/^\{"ok":true,"result":\{/);
  });

  test.each([false, true])("hang, accept %s: nothing comes until the client leaves", async (accept) => {
    await using s = await met();
    s.zalo.faults.add({ method: "sendMessage", fault: { kind: "hang", accept } });
    const leave = new AbortController();
    const sent = s.send("một", { signal: leave.signal });
    await s.zalo.journal.waitFor((entry) => entry.kind === "api-call" && entry.faulted === "hang", WAIT);
    expect(s.heard()).toEqual(accept ? ["một"] : []);
    leave.abort();
    await expect(sent).rejects.toThrow();
  });

  test("a hanging call ends when the simulator closes", async () => {
    const s = await met();
    s.zalo.faults.add({ method: "sendMessage", fault: { kind: "hang" } });
    const sent = s.send("một");
    await s.zalo.journal.waitFor((entry) => entry.kind === "api-call", WAIT);
    await s.zalo.close();
    await expect(sent).rejects.toThrow();
  });
});

describe("a slow answer", () => {
  test("is right, only later", async () => {
    await using s = await met();
    s.zalo.faults.add({ method: "sendMessage", fault: { kind: "slow", ms: 30 } });
    const began = Date.now();
    expect((await s.send("một")).body?.ok).toBe(true);
    expect(Date.now() - began).toBeGreaterThanOrEqual(29);
    expect(s.lastCall()).toMatchObject({ faulted: "slow", accepted: true, outcome: { ok: true } });
  });

  test("that the client does not wait for was carried out only with accept", async () => {
    await using s = await met();
    for (const accept of [false, true]) {
      s.zalo.faults.add({ method: "sendMessage", fault: { kind: "slow", ms: 600_000, accept } });
    }
    for (const text of ["một", "hai"]) {
      const from = s.zalo.journal.nextSeq;
      const sent = s.send(text, { signal: AbortSignal.timeout(100) });
      await expect(sent).rejects.toThrow();
      await s.zalo.journal.waitFor((entry) => entry.kind === "api-call", { ...WAIT, from });
    }
    expect(s.heard()).toEqual(["hai"]);
    expect(s.lastCall()).toMatchObject({ accepted: true, outcome: { status: null, ok: false } });
  });
});

describe("which calls a fault hits", () => {
  test("as many as it says, after as many as it lets pass", async () => {
    await using s = await met();
    const fault = s.zalo.faults.add({
      method: "sendMessage",
      after: 1,
      times: 2,
      fault: { kind: "empty" },
    });
    for (const text of ["một", "hai", "ba", "bốn"]) await s.send(text);
    expect(s.heard()).toEqual(["một", "bốn"]);
    expect(fault.hits).toBe(2);
  });

  test("all of them for ever, until it is removed", async () => {
    await using s = await met();
    const fault = s.zalo.faults.add({ method: "*", times: Infinity, fault: { kind: "empty" } });
    for (const text of ["một", "hai", "ba"]) expect((await s.send(text)).raw).toBe("");
    expect((await s.call("getMe")).raw).toBe("");
    fault.remove();
    expect((await s.send("bốn")).body?.ok).toBe(true);
    expect(fault.hits).toBe(4);
  });

  test("only those of its method, its bot and its chat", async () => {
    await using s = await met();
    const other = s.zalo.world.addBot({ name: "Bot Other" });
    const binh = s.zalo.world.addPerson({ name: "Bình" });
    binh.says(s.bot, "chào");
    const fault: Fault = { kind: "empty" };
    s.zalo.faults.add({ method: "getMe", bot: other, fault });
    s.zalo.faults.add({ method: "sendMessage", chat: binh.id, fault });
    expect((await s.call("getMe")).body?.ok).toBe(true);
    expect((await s.send("một")).body?.ok).toBe(true);
    expect((await s.call("sendMessage", { chat_id: binh.id, text: "x" })).raw).toBe("");
  });
});

test("an update handed over in an answer that breaks is lost, and the journal says so", async () => {
  await using s = await scene({ maxPollSeconds: 0.05 });
  s.zalo.faults.add({ method: "getUpdates", fault: { kind: "cut", accept: true } });
  const messageId = s.alice.says(s.bot, "xin chào");
  await expect(s.call("getUpdates")).rejects.toThrow();
  expect(s.zalo.journal.entries).toContainEqual(expect.objectContaining({ kind: "handed-over", messageId }));
  expect(s.zalo.journal.entries).toContainEqual(expect.objectContaining({ kind: "lost", messageId }));
  expect((await s.call("getUpdates")).body?.error_code).toBe(408);
});

test("a poll that fails before it is carried out loses nothing", async () => {
  await using s = await scene();
  s.zalo.faults.add({ method: "getUpdates", fault: { kind: "reset" } });
  const messageId = s.alice.says(s.bot, "xin chào");
  await expect(s.call("getUpdates")).rejects.toThrow();
  expect((await s.call("getUpdates")).body?.result?.message?.message_id).toBe(messageId);
});
