import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Inbox } from "channel-kit/inbox/inbox";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import { type Clock, systemClock } from "channel-kit/time/clock";
import type { ChannelAccountSnapshot } from "openclaw/plugin-sdk/channel-contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { openHttp } from "../../bot-api/http.ts";
import { botApi } from "../../bot-api/methods.ts";
import { resolveAccount } from "../../config/accounts.ts";
import { type AccountFacts, AccountStatus } from "../../status/account-status.ts";
import { eventKey } from "../normalize.ts";
import { PollLines } from "../poll-lines.ts";
import { receiveByPolling } from "../polling.ts";
import type { Receiving } from "../receiving.ts";
import { type RouteServer, WebhookDesk } from "./desk.ts";
import { receiveByWebhook } from "./receive.ts";

const WAIT = { timeoutMs: 20_000 } as const;
const SECRET = "bi-mat-cua-tiem-hoa";
const NEW_SECRET = "bi-mat-moi-cua-tiem";
const ELSEWHERE = "https://somebody.example.org/hook";

/** A clock on which a minute takes three seconds. */
const FAST = 20;
const beganAt = Date.now();
const clock: Clock = {
  now: () => beganAt + (Date.now() - beganAt) * FAST,
  sleep: (ms, signal) => systemClock.sleep(ms / FAST, signal),
};

let zalo: Simulator;
let bot: Bot;
let alice: Person;
let gateway: ReturnType<typeof serveRoutes>;
let desk: WebhookDesk;
let inbox: Inbox;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "webhook-"));
  inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalo" });
  zalo = await startSimulator();
  bot = zalo.world.addBot({ name: "Bot Shop", switches: { loopbackWebhook: true } });
  alice = zalo.world.addPerson({ name: "Alice" });
  gateway = serveRoutes();
  await new Promise<void>((resolve) => gateway.server.listen(0, "127.0.0.1", resolve));
  desk = new WebhookDesk(gateway, clock);
});

afterEach(async () => {
  desk.closeAll();
  gateway.server.closeAllConnections();
  await new Promise((resolve) => gateway.server.close(resolve));
  await zalo.close();
  inbox.close();
  rmSync(folder, { recursive: true });
});

/** A web server with routes that come and go, as the gateway's. */
function serveRoutes(): RouteServer & { server: Server } {
  const handlers = new Map<string, Parameters<RouteServer["serve"]>[0]["handler"]>();
  const server = createServer((request, response) => {
    const handler = handlers.get(request.url ?? "");
    if (handler === undefined) response.writeHead(404).end();
    else void handler({ request, response, client: request.socket.remoteAddress ?? "" });
  });
  return {
    server,
    serve: ({ path, handler }) => {
      handlers.set(path, handler);
      return { [Symbol.dispose]: () => handlers.delete(path) };
    },
  };
}

const hookUrl = (path = "/zalo") =>
  `http://127.0.0.1:${(gateway.server.address() as AddressInfo).port}${path}`;

/** One start of the account "shop", with a webhook or polling. */
function start(webhook?: { secret: string }) {
  const settings = webhook === undefined ? {} : { webhookUrl: hookUrl(), webhookSecret: webhook.secret };
  const account = resolveAccount(
    { channels: { zalo: { accounts: { shop: { botToken: bot.token, ...settings } } } } },
    "shop",
    { botToken: undefined, apiUrl: zalo.url },
  );
  const http = openHttp({ apiUrl: zalo.url, token: bot.token });
  const stop = new AbortController();
  const status: Omit<Partial<ChannelAccountSnapshot>, "bot"> & AccountFacts = {};
  const logged: string[] = [];
  const texts: string[] = [];
  const log = { info: say, warn: say, error: say };
  function say(line: string) {
    logged.push(line);
  }
  const receiving: Receiving = {
    account,
    api: botApi("shop", http.call),
    take: async (event) => {
      const key = eventKey(event);
      if (key === undefined) return "ignored";
      const { duplicate } = await inbox.queue("shop").enqueue(key.eventId, key.text);
      if (!duplicate) texts.push(key.text);
      return duplicate ? "duplicate" : "new";
    },
    ledger: inbox.ledger("shop"),
    keepOpen: () => ({ [Symbol.dispose]: () => {} }),
    lines: new PollLines(),
    desk,
    status: new AccountStatus((patch) => Object.assign(status, patch), clock),
    log,
    clock,
    signal: stop.signal,
  };
  const done =
    account.webhook === undefined
      ? receiveByPolling(receiving)
      : receiveByWebhook(account.webhook, receiving);
  done.catch(() => {});
  return {
    status,
    logged,
    texts,
    done,
    async stop() {
      stop.abort();
      await done.catch(() => {});
      await http.close();
    },
    [Symbol.asyncDispose]() {
      return this.stop();
    },
  };
}

const called = (method: string) =>
  zalo.journal.entries.filter((entry) => entry.kind === "api-call" && entry.method === method).length;

const callOf = (method: string, from = 0) =>
  zalo.journal.waitFor((entry) => entry.kind === "api-call" && entry.method === method, { ...WAIT, from });

/** Resolves when the account says that it receives. */
async function receives(running: { status: { connected?: boolean } }): Promise<void> {
  await expect.poll(() => running.status.connected, { timeout: WAIT.timeoutMs }).toBe(true);
}

const pushed = (status: number, from = 0) =>
  zalo.journal.waitFor((entry) => entry.kind === "webhook-pushed" && entry.status === status, {
    ...WAIT,
    from,
  });

const webhookNow = async (): Promise<string | undefined> => {
  const http = openHttp({ apiUrl: zalo.url, token: bot.token });
  const url = await botApi("shop", http.call).getWebhookUrl(new AbortController().signal);
  await http.close();
  return url;
};

describe("a webhook is registered", () => {
  test("once, however often the account starts", async () => {
    for (let time = 1; time <= 3; time += 1) {
      await using running = start({ secret: SECRET });
      await receives(running);
    }
    expect(called("setWebhook")).toBe(1);
    expect(called("deleteWebhook")).toBe(0);
  });

  test("again when the secret has changed, and Zalo's events come in with the new one", async () => {
    await using first = start({ secret: SECRET });
    await receives(first);
    await first.stop();
    await using second = start({ secret: NEW_SECRET });
    await receives(second);
    expect(called("setWebhook")).toBe(2);
    alice.says(bot, "xin chào");
    await pushed(200);
    expect(second.texts).toEqual(["xin chào"]);
  });

  test("again when somebody has removed it while the account runs", async () => {
    await using running = start({ secret: SECRET });
    await receives(running);
    const http = openHttp({ apiUrl: zalo.url, token: bot.token });
    const from = zalo.journal.nextSeq;
    await botApi("shop", http.call).deleteWebhook(new AbortController().signal);
    await http.close();
    await callOf("setWebhook", from);
    expect(await webhookNow()).toBe(hookUrl());
  });

  test("in place of another program's, which is said", async () => {
    bot.switches.foreignWebhook = ELSEWHERE;
    await using running = start({ secret: SECRET });
    await receives(running);
    expect(running.logged.join()).toContain("another webhook was registered");
    expect(await webhookNow()).toBe(hookUrl());
  });

  test("as soon as Zalo is well again, and the bot is not deaf until then", async () => {
    const fault = { kind: "status", status: 503 } as const;
    const down = zalo.faults.add({ method: "setWebhook", times: Number.POSITIVE_INFINITY, fault });
    await using running = start({ secret: SECRET });
    while (down.hits < 3) await callOf("setWebhook", zalo.journal.nextSeq);
    expect(running.status).toMatchObject({ connected: false, lifecycle: "recovering" });
    alice.says(bot, "có ai không?");
    await expect.poll(() => running.texts, { timeout: WAIT.timeoutMs }).toEqual(["có ai không?"]);
    down.remove();
    await receives(running);
    expect(running.status.lastError).toBeNull();
  });

  test("and what was written before is read first", async () => {
    for (const text of ["một", "hai", "ba"]) alice.says(bot, text);
    await using running = start({ secret: SECRET });
    await receives(running);
    expect(running.texts).toEqual(["một", "hai", "ba"]);
  });

  test("not at all when Zalo refuses it for good: the account stops and says what to check", async () => {
    bot.switches.loopbackWebhook = false;
    const running = start({ secret: SECRET });
    await expect(running.done).rejects.toThrow(
      /"shop".*setWebhook was refused with 400.*accounts\.shop\.webhookUrl/,
    );
    await running.stop();
  });
});

describe("what Zalo finds when it tries the webhook", () => {
  test("is shown until a message comes through, also after a restart", async () => {
    bot.switches.verifiesAs = "webhook.http.403";
    await using first = start({ secret: SECRET });
    await receives(first);
    expect(first.status.webhookTrial).toEqual({ outcome: "webhook.http.403" });
    expect(first.logged.join()).toContain("Browser Integrity Check");
    await first.stop();
    await using second = start({ secret: SECRET });
    await receives(second);
    expect(second.status.webhookTrial).toEqual({ outcome: "webhook.http.403" });
    alice.says(bot, "xin chào");
    await pushed(200);
    expect(second.status.webhookTrial).toBeNull();
  });

  test.each(["no-secret", "secret", "none"] as const)(
    "is good when it reaches us with probe %s",
    async (probe) => {
      bot.switches.webhookProbe = probe;
      await using running = start({ secret: SECRET });
      await receives(running);
      expect(running.status.webhookTrial).toBeNull();
    },
  );
});

describe("an account that stops", () => {
  test("leaves its door open for a while: what is posted meanwhile is kept", async () => {
    await using running = start({ secret: SECRET });
    await receives(running);
    await running.stop();
    alice.says(bot, "trong lúc đó");
    await pushed(200);
    expect(running.texts).toEqual(["trong lúc đó"]);
  });

  test("and does not come back has closed it in the end", async () => {
    await using running = start({ secret: SECRET });
    await receives(running);
    await running.stop();
    await expect
      .poll(async () => (await fetch(hookUrl(), { method: "POST" })).status, { timeout: WAIT.timeoutMs })
      .toBe(404);
  });

  test("and comes back polling keeps it open until Zalo has let go of the webhook", async () => {
    await using webhook = start({ secret: SECRET });
    await receives(webhook);
    await webhook.stop();
    const fault = { kind: "status", status: 503 } as const;
    const down = zalo.faults.add({ method: "deleteWebhook", times: Number.POSITIVE_INFINITY, fault });
    await using polling = start();
    while (down.hits < 4) await callOf("deleteWebhook", zalo.journal.nextSeq);
    alice.says(bot, "vẫn nghe chứ?");
    await pushed(200);
    down.remove();
    await zalo.journal.waitFor(({ kind }) => kind === "webhook-deleted", WAIT);
    expect(await webhookNow()).toBeUndefined();
    alice.says(bot, "giờ thì sao?");
    await expect.poll(() => polling.texts, { timeout: WAIT.timeoutMs }).toEqual(["giờ thì sao?"]);
    expect(webhook.texts).toEqual(["vẫn nghe chứ?"]);
  });

  test("and comes back polling does not touch another program's webhook", async () => {
    await using webhook = start({ secret: SECRET });
    await receives(webhook);
    await webhook.stop();
    const http = openHttp({ apiUrl: zalo.url, token: bot.token });
    await botApi("shop", http.call).setWebhook(hookUrl("/other"), SECRET, new AbortController().signal);
    await http.close();
    await using polling = start();
    await expect
      .poll(() => polling.status.lastError, { timeout: WAIT.timeoutMs })
      .toContain("a webhook is registered");
    expect(called("deleteWebhook")).toBe(0);
  });
});

test("another program that takes the bot over while the account runs is not fought but named", async () => {
  await using running = start({ secret: SECRET });
  await receives(running);
  const http = openHttp({ apiUrl: zalo.url, token: bot.token });
  await botApi("shop", http.call).setWebhook(hookUrl("/other"), SECRET, new AbortController().signal);
  await http.close();
  await expect.poll(() => running.status.lastError, { timeout: WAIT.timeoutMs }).toContain("another program");
  expect(await webhookNow()).toBe(hookUrl("/other"));
});
