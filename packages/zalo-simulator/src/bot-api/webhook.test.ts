import { describe, expect, test } from "vitest";
import { scene } from "../testing/scene.ts";

const HOOK = { url: "https://bot.example.org/zalo", secret_token: "mot-hai-ba-bon" };
const refusedPoll = {
  ok: false,
  error_code: 400,
  description: "You cannot use this API while a webhook is set. Please remove the webhook first",
};

test("a webhook is stored, shown without its secret, and keeps polls out until it is deleted", async () => {
  await using s = await scene({ maxPollSeconds: 0.05 });
  expect((await s.call("setWebhook", HOOK)).body?.result).toMatchObject({
    url: HOOK.url,
    updated_at: expect.any(Number),
  });
  expect((await s.call("getWebhookInfo")).body?.result).toEqual({
    url: HOOK.url,
    updated_at: expect.any(Number),
  });
  expect((await s.call("getUpdates")).body).toEqual(refusedPoll);
  expect((await s.call("deleteWebhook")).body?.result).toMatchObject({ url: "" });
  expect((await s.call("getUpdates")).body?.error_code).toBe(408);
});

test("setting a webhook ends the polls that are open", async () => {
  await using s = await scene();
  const poll = s.call("getUpdates");
  await s.pollsOpened(1);
  await s.call("setWebhook", HOOK);
  expect((await poll).body).toEqual(refusedPoll);
});

test.each([
  ["404", { ok: false, error_code: 404, description: "Not Found" }],
  ["empty-url", { ok: true, error_code: 0, result: { url: "" } }],
] as const)("a bot without webhook is told so with %s", async (cleanWebhookInfo, body) => {
  await using s = await scene({ cleanWebhookInfo });
  expect((await s.call("getWebhookInfo")).body).toEqual(body);
});

test("a webhook of somebody else takes the messages until it is deleted", async () => {
  await using s = await scene();
  const poll = s.call("getUpdates");
  await s.pollsOpened(1);
  s.bot.switches.foreignWebhook = "https://elsewhere.example.org/";
  expect((await poll).body).toEqual(refusedPoll);
  const lost = s.alice.says(s.bot, "xin chào");
  expect(s.zalo.journal.entries).toContainEqual(
    expect.objectContaining({ kind: "dropped", messageId: lost, why: "foreign-webhook" }),
  );
  expect((await s.call("getWebhookInfo")).body?.result?.url).toBe("https://elsewhere.example.org/");
  await s.call("deleteWebhook");
  const messageId = s.alice.says(s.bot, "còn đó không?");
  expect((await s.call("getUpdates")).body?.result?.message?.message_id).toBe(messageId);
});

describe("setWebhook refuses", () => {
  test.each([
    ["no url", { ...HOOK, url: "" }],
    ["plain http", { ...HOOK, url: "http://bot.example.org/" }],
    ["localhost", { ...HOOK, url: "https://localhost/zalo" }],
    ["a loopback address", { ...HOOK, url: "https://127.0.0.1/zalo" }],
    ["a private address", { ...HOOK, url: "https://192.168.1.5/zalo" }],
    ["a private address of the middle range", { ...HOOK, url: "https://172.20.0.5/zalo" }],
    ["a domain of Zalo", { ...HOOK, url: "https://bot.zaloplatforms.com/" }],
    ["no secret", { ...HOOK, secret_token: "" }],
    ["a secret of 7", { ...HOOK, secret_token: "1234567" }],
    ["a secret of 257", { ...HOOK, secret_token: "x".repeat(257) }],
  ])("%s", async (_what, params) => {
    await using s = await scene();
    expect((await s.call("setWebhook", params)).body?.error_code).toBe(400);
    expect((await s.call("getWebhookInfo")).body?.error_code).toBe(404);
  });

  test("loopback, unless the switch allows it", async () => {
    await using s = await scene({ loopbackWebhook: true });
    const params = { ...HOOK, url: "http://127.0.0.1:8080/zalo" };
    expect((await s.call("setWebhook", params)).body?.ok).toBe(true);
  });
});

test("with the probe none there is neither verification nor testWebhook", async () => {
  await using s = await scene({ webhookProbe: "none" });
  expect((await s.call("setWebhook", HOOK)).body?.result).not.toHaveProperty("verification");
  expect((await s.call("testWebhook")).body?.error_code).toBe(404);
});
