import { request } from "node:http";
import { expect, test } from "vitest";
import { startSimulator } from "../simulator.ts";
import { call } from "../testing/call.ts";
import { controlOf } from "../testing/control.ts";

/** What tests read out of answers. Which of it is there depends on the request. */
interface ControlBody {
  id: string;
  token: string;
  messageId: string;
  messageIds: readonly string[];
  nextSeq: number;
  entry: object;
  entries: readonly object[];
}

test("another process can create a world, write in it, and read what came of it", async () => {
  await using zalo = await startSimulator();
  const control = controlOf<ControlBody>(zalo);
  const bot = (await control("POST", "bots", { name: "Bot Shop" })).body;
  const alice = (await control("POST", "people", { name: "Alice" })).body;
  const group = (await control("POST", "groups", { name: "Nhóm", members: [alice.id], bots: [bot.id] })).body;
  const text = { kind: "text", text: "@Bot Shop xin chào" };
  const direct = await control("POST", `people/${alice.id}/messages`, { bot: bot.id, content: text });
  await control("POST", `people/${alice.id}/messages`, { bot: bot.id, content: text, in: group.id });
  const first = await call(zalo, bot, "getUpdates");
  expect(first.body?.result?.message?.message_id).toBe(direct.body.messageId);
  const second = await call(zalo, bot, "getUpdates");
  expect(second.body?.result?.message?.chat.id).toBe(group.id);
  await call(zalo, bot, "sendMessage", { chat_id: alice.id, text: "dạ" });
  const chat = (await control("GET", `bots/${bot.id}/chats/${alice.id}`)).body;
  expect(chat).toMatchObject({
    kind: "direct",
    lines: [
      { from: "person", message: { from: { name: "Alice" }, content: text } },
      { from: "bot", message: { text: "dạ" } },
    ],
  });
  await control("POST", `bots/${bot.id}/redeliver`, { messageId: direct.body.messageId });
  const again = await call(zalo, bot, "getUpdates");
  expect(again.body?.result?.message?.message_id).toBe(direct.body.messageId);
});

test("lists never tell a token", async () => {
  await using zalo = await startSimulator();
  const control = controlOf<ControlBody>(zalo);
  const { token, ...bot } = (await control("POST", "bots", { name: "Bot Shop" })).body;
  expect(token).toMatch(/^\d{19}:/);
  expect((await control("GET", "bots")).body).toEqual([bot]);
});

test("switches change at run time, all of a request or none", async () => {
  await using zalo = await startSimulator();
  const control = controlOf<ControlBody>(zalo);
  const bot = zalo.world.addBot({ name: "Bot Shop", switches: { pollers: "single" } });
  const path = `bots/${bot.id}/switches`;
  await control("PATCH", path, { queueMode: "replay" });
  expect(bot.switches).toMatchObject({ queueMode: "replay", pollers: "single" });
  const wrong = await control("PATCH", path, { queueMode: "live-only", failureStyle: "rude" });
  expect(wrong).toMatchObject({ status: 400, body: { error: expect.stringContaining("failureStyle") } });
  expect(bot.switches.queueMode).toBe("replay");
});

test("faults can be added, watched and removed", async () => {
  await using zalo = await startSimulator();
  const control = controlOf<ControlBody>(zalo);
  const bot = zalo.world.addBot({ name: "Bot Shop" });
  const fault = { kind: "status", status: 500 };
  const { id } = (await control("POST", "faults", { method: "getMe", bot: bot.id, times: "always", fault }))
    .body;
  expect((await call(zalo, bot, "getMe")).status).toBe(500);
  expect((await call(zalo, bot, "getMe")).status).toBe(500);
  expect((await control("GET", "faults")).body).toEqual([{ id, hits: 2 }]);
  expect((await control("DELETE", `faults/${id}`)).body).toEqual({ hits: 2 });
  expect((await call(zalo, bot, "getMe")).body?.ok).toBe(true);
});

test("the journal can be read from a number on, and waited for", async () => {
  await using zalo = await startSimulator();
  const control = controlOf<ControlBody>(zalo);
  const bot = zalo.world.addBot({ name: "Bot Shop" });
  await call(zalo, bot, "getMe");
  const { nextSeq } = (await control("GET", "journal")).body;
  const match = { kind: "api-call", method: "getWebhookInfo" };
  const waiting = control("POST", "journal/wait", { match, from: nextSeq, timeoutMs: 20_000 });
  await call(zalo, bot, "getWebhookInfo");
  expect((await waiting).body.entry).toMatchObject(match);
  expect((await control("GET", `journal?from=${nextSeq}`)).body.entries).toMatchObject([match]);
  const inVain = await control("POST", "journal/wait", { match: { kind: "typing" }, timeoutMs: 5 });
  expect(inVain.body).toEqual({ timedOut: true });
});

test("a person can send an album of samples from another process", async () => {
  await using zalo = await startSimulator();
  const control = controlOf<ControlBody>(zalo);
  const bot = zalo.world.addBot({ name: "Bot Shop" });
  const alice = zalo.world.addPerson({ name: "Alice" });
  const urls = Object.values((await control("GET", "samples")).body).filter((url) => /photo/.test(url));
  expect(urls).toHaveLength(2);
  const album = { bot: bot.id, urls, caption: "hoa" };
  const { messageIds } = (await control("POST", `people/${alice.id}/albums`, album)).body;
  expect(messageIds).toHaveLength(2);
  const first = await call(zalo, bot, "getUpdates");
  expect(first.body?.result?.message).toMatchObject({ message_id: messageIds[0], caption: "hoa" });
});

test.each([
  ["POST", "people/00000000000000000000/messages", {}, 400],
  ["POST", "bots", { name: "Shop" }, 400],
  ["POST", "people", { name: "An", id: "123" }, 400],
  ["GET", "bots/1/chats/x", undefined, 404],
  ["DELETE", "faults/1", undefined, 404],
  ["GET", "nothing", undefined, 404],
])("%s %s %j is answered with a sentence", async (verb, path, body, status) => {
  await using zalo = await startSimulator();
  const answer = await controlOf<ControlBody>(zalo)(verb, path, body);
  expect(answer).toEqual({ status, body: { error: expect.stringMatching(/\w/) } });
});

test("a web page cannot steer the simulator: only JSON is read", async () => {
  await using zalo = await startSimulator();
  const answer = await fetch(`${zalo.url}/control/bots`, { method: "POST", body: '{"name":"Bot Shop"}' });
  expect(answer.status).toBe(415);
  expect(zalo.world.bots).toEqual([]);
});

test("a web page under another name for this machine is refused", async () => {
  await using zalo = await startSimulator();
  const status = await new Promise((resolve, reject) => {
    const asked = request(`${zalo.url}/control/bots`, { headers: { host: "rebound.example.org" } });
    asked.on("response", (response) => resolve(response.resume().statusCode));
    asked.on("error", reject).end();
  });
  expect(status).toBe(403);
});
