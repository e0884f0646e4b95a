import { describe, expect, test } from "vitest";
import { startReceiver, status } from "../testing/receiver.ts";
import { scene } from "../testing/scene.ts";

const secret_token = "mot-hai-ba-bon";

describe("setWebhook tries the URL at once", () => {
  test("with an empty request and no secret, and tells how it went", async () => {
    await using hook = await startReceiver(status(200));
    await using s = await scene({ loopbackWebhook: true });
    const url = `${hook.url}/zalo`;
    const { body } = await s.call("setWebhook", { url, secret_token });
    expect(body?.result?.verification).toEqual({
      ok: true,
      url,
      outcome: "webhook.ok",
      hint: expect.any(String),
      status_code: 200,
      latency_ms: expect.any(Number),
    });
    expect(hook.received).toMatchObject([{ verb: "POST", path: "/zalo", body: "" }]);
    expect(hook.received[0]?.headers).toMatchObject({ "user-agent": "Java/1.8.0_192" });
    expect(hook.received[0]?.headers).not.toHaveProperty("x-bot-api-secret-token");
    expect(hook.received[0]?.headers).not.toHaveProperty("content-type");
    expect(s.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "webhook-probed", status: 200, outcome: "webhook.ok" }),
    );
  });

  test("with the secret when the switch says so", async () => {
    await using hook = await startReceiver(status(200));
    await using s = await scene({ loopbackWebhook: true, webhookProbe: "secret" });
    await s.call("setWebhook", { url: hook.url, secret_token });
    expect(hook.received[0]?.headers).toMatchObject({ "x-bot-api-secret-token": secret_token });
  });

  test.each([
    [204, "webhook.ok"],
    [302, "webhook.http.other"],
    [401, "webhook.http.other"],
    [403, "webhook.http.403"],
    [404, "webhook.http.404"],
    [502, "webhook.http.5xx"],
  ])("and calls an answer of %i %s, storing the URL all the same", async (code, outcome) => {
    await using hook = await startReceiver(status(code));
    await using s = await scene({ loopbackWebhook: true });
    const { body } = await s.call("setWebhook", { url: hook.url, secret_token });
    const expected = { ok: outcome === "webhook.ok", outcome, status_code: code };
    expect(body?.result?.verification).toMatchObject(expected);
    expect((await s.call("getWebhookInfo")).body?.result?.url).toBe(hook.url);
    expect((await s.call("testWebhook")).body?.result).toMatchObject(expected);
  });

  test("and tells a broken connection from a silent one and from one that is not secure", async () => {
    await using breaks = await startReceiver((response) => response.destroy());
    await using hangs = await startReceiver(() => {});
    await using s = await scene({ loopbackWebhook: true, webhookTimeoutMs: 500 });
    const outcome = async (url: string) =>
      (await s.call("setWebhook", { url, secret_token })).body?.result?.verification?.outcome;
    expect(await outcome(breaks.url)).toBe("webhook.err.conn");
    expect(await outcome(breaks.url.replace("http:", "https:"))).toBe("webhook.err.tls");
    expect(await outcome(hangs.url)).toBe("webhook.err.timeout");
    s.bot.switches.verificationStyle = "folded";
    expect(await outcome(hangs.url)).toBe("webhook.err.unreachable");
  });

  test("but asks nobody outside this machine", async () => {
    await using s = await scene();
    const { body } = await s.call("setWebhook", { url: "https://bot.example.org/zalo", secret_token });
    expect(body).toMatchObject({ ok: true, result: { verification: { outcome: "webhook.err.blocked" } } });
  });

  test("through the tunnel when the public origin has one", async () => {
    await using hook = await startReceiver(status(200));
    await using s = await scene({ tunnels: { "https://bot.example.org": hook.url } });
    const url = "https://bot.example.org/zalo?a=1";
    const { body } = await s.call("setWebhook", { url, secret_token });
    expect(body?.result?.verification).toMatchObject({ ok: true, url });
    expect(hook.received).toMatchObject([{ path: "/zalo?a=1", headers: { host: "bot.example.org" } }]);
  });

  test("or says what it was told to say", async () => {
    await using hook = await startReceiver(status(200));
    await using s = await scene({ loopbackWebhook: true, verifiesAs: "webhook.err.dns" });
    const { body } = await s.call("setWebhook", { url: hook.url, secret_token });
    expect(body?.result?.verification).toMatchObject({ ok: false, outcome: "webhook.err.dns" });
    expect(hook.received).toEqual([]);
  });
});

test("a tunnel leads to an origin of this machine and nowhere else", async () => {
  await using s = await scene();
  const tunnels = { "https://bot.example.org": "https://elsewhere.example.org" };
  expect(() => Object.assign(s.bot.switches, { tunnels })).toThrow("on this machine");
});

test("testWebhook without a webhook is refused", async () => {
  await using s = await scene();
  expect((await s.call("testWebhook")).body?.error_code).toBe(400);
});

test("calls beyond the day's limit get 426 and change nothing", async () => {
  await using hook = await startReceiver(status(200));
  await using s = await scene({ loopbackWebhook: true, setWebhookPerDay: 1, testWebhookPerDay: 1 });
  const first = { url: `${hook.url}/1`, secret_token };
  expect((await s.call("setWebhook", first)).body?.ok).toBe(true);
  const limit = { ok: false, error_code: 426 };
  expect((await s.call("setWebhook", { ...first, url: `${hook.url}/2` })).body).toMatchObject(limit);
  expect((await s.call("getWebhookInfo")).body?.result?.url).toBe(first.url);
  expect((await s.call("testWebhook")).body?.ok).toBe(true);
  expect((await s.call("testWebhook")).body).toMatchObject(limit);
  expect(hook.received).toHaveLength(2);
});
