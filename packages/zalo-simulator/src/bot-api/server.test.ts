import { describe, expect, test } from "vitest";
import { call } from "../testing/call.ts";
import { scene, WAIT } from "../testing/scene.ts";

describe("who may call", () => {
  test("a bot with its token, and getMe tells who it is", async () => {
    await using s = await scene();
    expect(s.bot.id).toMatch(/^[1-9]\d{18}$/);
    expect(s.bot.token).toMatch(/^\d{19}:[A-Za-z0-9]{64}$/);
    expect((await s.call("getMe")).body).toEqual({
      ok: true,
      error_code: 0,
      result: {
        id: s.bot.id,
        account_name: expect.stringMatching(/^bot\.[A-Za-z]{9}$/),
        account_type: "BASIC",
        can_join_groups: true,
        display_name: "Bot Shop",
      },
    });
  });

  test("a token with a percent-encoded colon is the same token", async () => {
    await using s = await scene();
    const token = encodeURIComponent(s.bot.token);
    expect((await call(s.zalo, { token }, "getMe")).body?.ok).toBe(true);
  });

  const unauthorized = { ok: false, error_code: 401, description: "Unauthorized" };

  test.each(["1:wrong", "nonsense"])("the token %s is nobody's: 401", async (token) => {
    await using s = await scene();
    expect(await call(s.zalo, { token }, "getMe")).toMatchObject({ status: 200, body: unauthorized });
  });

  test("the right bot with the wrong secret gets 401 in that bot's form", async () => {
    await using s = await scene({ failureStyle: "http-status" });
    const token = `${s.bot.id}:wrong`;
    expect(await call(s.zalo, { token }, "getMe")).toMatchObject({ status: 401, body: unauthorized });
    s.bot.switches.badToken = "non-json";
    expect(await call(s.zalo, { token }, "getMe")).toMatchObject({ status: 401, body: undefined });
  });

  test("a revoked token is refused from then on, and the open poll too", async () => {
    await using s = await scene();
    const poll = s.call("getUpdates");
    await s.pollsOpened(1);
    s.bot.switches.tokenRevoked = true;
    expect((await poll).body).toEqual(unauthorized);
    expect((await s.call("getMe")).body).toEqual(unauthorized);
    s.bot.switches.tokenRevoked = false;
    expect((await s.call("getMe")).body?.ok).toBe(true);
  });

  test("a switch takes no value that it does not have", async () => {
    await using s = await scene();
    expect(() => Object.assign(s.bot.switches, { queueMode: "fast" })).toThrow("queueMode");
    expect(() => Object.assign(s.bot.switches, { speed: 1 })).toThrow("speed");
    expect(s.bot.switches.queueMode).toBe("consume");
  });
});

describe("what may be called", () => {
  test.each([
    ["http200", 200],
    ["http-status", 404],
  ] as const)("a method that does not exist is Not Found, in the style %s", async (failureStyle, status) => {
    await using s = await scene({ failureStyle });
    for (const method of ["editMessageText", "getme", "sendDocument"]) {
      expect(await s.call(method)).toMatchObject({
        status,
        body: { ok: false, error_code: 404, description: "Not Found" },
      });
    }
  });

  test("a path that is no method is Not Found", async () => {
    await using s = await scene();
    const answer = await fetch(`${s.zalo.url}/something`);
    expect(await answer.json()).toMatchObject({ error_code: 404 });
  });
});

describe("how parameters come", () => {
  test("as a query string, as a form and as JSON", async () => {
    await using s = await scene();
    s.alice.says(s.bot, "xin chào");
    const url = `${s.zalo.url}/bot${s.bot.token}/sendMessage`;
    const query = new URLSearchParams({ chat_id: s.alice.id, text: "một" });
    await fetch(`${url}?${query}`);
    await fetch(url, { method: "POST", body: new URLSearchParams({ chat_id: s.alice.id, text: "hai" }) });
    await s.call("sendMessage", { chat_id: s.alice.id, text: "ba" });
    expect(s.alice.hears(s.bot).map(({ text }) => text)).toEqual(["một", "hai", "ba"]);
  });

  test.each(["{", "[]", '"x"'])("not as the broken JSON %s", async (body) => {
    await using s = await scene();
    expect((await s.call("getMe", {}, { body })).body?.error_code).toBe(400);
  });

  test("not in a body of more than a megabyte", async () => {
    await using s = await scene();
    expect((await s.call("sendMessage", { text: "x".repeat(1_100_000) })).status).toBe(413);
  });
});

test("the journal tells each call and its outcome, without the token", async () => {
  await using s = await scene();
  await s.call("sendMessage", { chat_id: "x", text: "" });
  await s.call("setWebhook", { url: "https://example.org/", secret_token: "mot-hai-ba-bon" });
  const calls = s.zalo.journal.entries.filter(({ kind }) => kind === "api-call");
  expect(calls).toMatchObject([
    {
      botId: s.bot.id,
      chatId: "x",
      method: "sendMessage",
      params: { chat_id: "x", text: "" },
      outcome: {
        status: 200,
        ok: false,
        errorCode: 400,
        description: "Bad request: The text must not be empty",
      },
      accepted: false,
    },
    { method: "setWebhook", outcome: { status: 200, ok: true }, accepted: true },
  ]);
  const written = JSON.stringify(s.zalo.journal.entries);
  expect(written).not.toContain(s.bot.token);
  expect(written).not.toContain("mot-hai-ba-bon");
});

describe("waiting for what a person hears", () => {
  test("ends as soon as it is there", async () => {
    await using s = await scene();
    s.alice.says(s.bot, "xin chào");
    const heard = s.alice.waitFor(s.bot, (messages) => messages.length === 2, WAIT);
    await s.call("sendMessage", { chat_id: s.alice.id, text: "một" });
    await s.call("sendMessage", { chat_id: s.alice.id, text: "hai" });
    expect((await heard).map(({ text }) => text)).toEqual(["một", "hai"]);
  });

  test("says what the chat looked like when it was in vain", async () => {
    await using s = await scene();
    s.alice.says(s.bot, "xin chào");
    await s.call("sendMessage", { chat_id: s.alice.id, text: "dạ" });
    const heard = s.alice.waitFor(s.bot, () => false, { timeoutMs: 20 });
    await expect(heard).rejects.toThrow(/Alice with Bot Shop[\s\S]*Alice: xin chào\n {2}bot: dạ/);
  });
});
