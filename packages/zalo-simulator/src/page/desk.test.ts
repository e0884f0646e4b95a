import { expect, test } from "vitest";
import { startSimulator } from "../simulator.ts";
import { call } from "../testing/call.ts";
import { pageOf, posted } from "../testing/page.ts";
import { scene, WAIT } from "../testing/scene.ts";
import { soon } from "../testing/soon.ts";
import { webScene } from "../testing/web-scene.ts";
import type { Desk, DeskAccount, DeskAnswer, DeskView, PageQrCode } from "./desk.ts";

/** Somebody who runs a gateway, without the gateway. */
function operator() {
  const listeners = new Set<() => void>();
  const accounts: DeskAccount[] = [];
  const done: string[] = [];
  const act =
    (name: string) =>
    async (...args: readonly string[]): Promise<DeskAnswer> => {
      done.push([name, ...args].join(" "));
      return { ok: true, said: `${name} went well` };
    };
  const desk: Desk = {
    accounts: async () => accounts,
    pairings: async () => [{ channel: "zalo", code: "ABCD2345", person: "1", name: "An", at: 0 }],
    approve: act("approve"),
    logIn: act("log-in"),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { desk, accounts, done, listeners };
}

test("without an operator's side the page has what Zalo knows", async () => {
  await using s = await scene({ queueMode: "live-only" });
  const page = pageOf(s.zalo);
  const poll = s.call("getUpdates", { timeout: 30 });
  await s.pollsOpened(1);
  const fault = { kind: "status", status: 500 } as const;
  s.zalo.faults.add({ method: "sendMessage", bot: s.bot, times: 3, fault });

  const view = await page<DeskView>("desk");
  expect(view).toMatchObject({
    gateway: null,
    bots: [
      {
        id: s.bot.id,
        polls: 1,
        waiting: 0,
        retrying: 0,
        webhook: null,
        sends: 0,
        switches: { queueMode: "live-only" },
      },
    ],
    web: [],
    reachable: true,
    faults: [{ method: "sendMessage", bot: s.bot.id, kind: "status", code: 500, hits: 0, left: 3 }],
  });
  await expect(page("desk/approve", posted({ channel: "zalo", code: "ABCD2345" }))).rejects.toThrow("404");
  s.alice.says(s.bot, "xin chào");
  await poll;
  await s.call("sendMessage", { chat_id: s.alice.id, text: "đang lỗi" });
  expect((await page<DeskView>("desk")).faults).toMatchObject([{ hits: 1, left: 2 }]);
});

test("a webhook is told of without the secret in its query, and the account on the web with its sockets", async () => {
  await using s = await webScene();
  const bot = s.zalo.world.addBot({
    name: "Bot Shop",
    switches: { loopbackWebhook: true, webhookProbe: "none" },
  });
  const url = "http://127.0.0.1:9/hook?key=geheim";
  await call(s.zalo, bot, "setWebhook", { url, secret_token: "12345678" });
  await s.connect();
  const view = await pageOf(s.zalo)<DeskView>("desk");
  expect(view.bots).toMatchObject([{ webhook: "http://127.0.0.1:9/hook" }]);
  expect(view.web).toMatchObject([{ id: s.owner.id, sessions: 1, sockets: 1, switches: { selfEcho: true } }]);
  expect(JSON.stringify(view)).not.toContain("geheim");
});

test("messages that a webhook does not take wait, and are said to be tried again", async () => {
  await using s = await scene({
    loopbackWebhook: true,
    webhookProbe: "none",
    webhookRetries: 1,
    webhookRetryDelayMs: 60_000,
  });
  await s.call("setWebhook", { url: "http://127.0.0.1:9/hook", secret_token: "12345678" });
  const from = s.zalo.journal.nextSeq;
  for (const text of ["một", "hai", "ba"]) s.alice.says(s.bot, text);
  await s.zalo.journal.waitFor(({ kind }) => kind === "webhook-pushed", { ...WAIT, from });
  const bot = async () => (await pageOf(s.zalo)<DeskView>("desk")).bots[0];
  await expect.poll(bot).toMatchObject({ polls: 0, waiting: 3, retrying: 1 });
});

test("the operator's side shows its accounts, approves and logs in, and is no news when it fails", async () => {
  const { desk, accounts, done, listeners } = operator();
  {
    await using zalo = await startSimulator({ desk });
    const page = pageOf(zalo);
    accounts.push({
      channel: "zalo",
      label: "Zalo (bot)",
      account: "default",
      state: "connected",
      words: "",
      canLogIn: false,
    });
    expect((await page<DeskView>("desk")).gateway).toEqual({
      accounts,
      pairings: [{ channel: "zalo", code: "ABCD2345", person: "1", name: "An", at: 0 }],
      canLogIn: true,
      canLogOut: false,
    });
    expect(await page("desk/approve", posted({ channel: "zalo", code: "ABCD2345" }))).toEqual({
      ok: true,
      said: "approve went well",
    });
    await page("desk/approve", posted({ channel: "zalo", code: "ABCD2345", account: "shop-2" }));
    await page("desk/log-in", posted({ channel: "zalouser", account: "default" }));
    expect(done).toEqual([
      "approve zalo ABCD2345",
      "approve zalo ABCD2345 shop-2",
      "log-in zalouser default",
    ]);
    const foul = { channel: "zalo", code: "ABCD2345", account: "--notify x" };
    await expect(page("desk/approve", posted(foul))).rejects.toThrow("400");
    await expect(page("desk/log-out", posted({ channel: "zalouser", account: "default" }))).rejects.toThrow(
      "404",
    );
    await expect(page("desk/approve", posted({ channel: "zalo", code: "; rm" }))).rejects.toThrow("400");

    desk.accounts = () => Promise.reject(new Error("The gateway does not answer."));
    expect((await page<DeskView>("desk")).gateway).toMatchObject({
      accounts: [],
      trouble: "The gateway does not answer.",
    });
    expect(listeners.size).toBe(1);
  }
  expect(listeners.size).toBe(0);
});

test("a code that a client shows can be looked at and decided on", async () => {
  await using s = await webScene();
  const page = pageOf(s.zalo);
  const { code } = s.zalo.personal.codes.make("some browser");
  const codes = () => page<PageQrCode[]>("qr-codes");
  expect(await codes()).toMatchObject([
    { code, state: "pending", picture: expect.stringMatching(/^data:image\/png;base64,/) },
  ]);
  s.zalo.personal.scan(code, s.owner);
  expect(await codes()).toMatchObject([{ code, state: "scanned", person: s.owner.id }]);
  s.zalo.personal.decline(code);
  expect(await codes()).toEqual([]);
});

test("a fault can be for a while only", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const fault = { method: "*", times: "always", forMs: 200, fault: { kind: "status", status: 500 } };
  await fetch(`${s.zalo.url}/control/faults`, posted(fault));
  expect((await page<DeskView>("desk")).faults).toMatchObject([{ left: null, until: expect.any(Number) }]);
  expect((await s.call("getMe")).status).toBe(500);
  await soon(() => s.zalo.faults.active.length).toBe(0);
  expect((await s.call("getMe")).status).toBe(200);
});
