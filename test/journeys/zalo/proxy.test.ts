import { type LocalProxy, startHttpProxy, startSocks5Proxy } from "channel-kit/testing/local-proxy";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { JournalEntry } from "zalo-simulator/world/journal";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, pollsEnded, type Shop, shop } from "../support/shop.ts";

const CREDENTIALS = { user: "tiem-hoa", password: "mat-khau-cua-proxy" };

let place: Shop;
let overHttp: Bot;
let overSocks: Bot;
let alice: Person;
let http: LocalProxy;
let socks: LocalProxy;

beforeAll(async () => {
  http = await startHttpProxy({ credentials: CREDENTIALS });
  socks = await startSocks5Proxy({ credentials: CREDENTIALS });
  place = await shop({
    bots: [{ name: "Bot Tiệm Hoa" }, { name: "Bot Tiệm Bánh" }],
    channel: ([flowers, cakes]) => ({
      enabled: true,
      dmPolicy: "open",
      allowFrom: ["*"],
      proxy: http.url,
      accounts: {
        hoa: { botToken: flowers?.token },
        banh: { botToken: cakes?.token, proxy: socks.url },
      },
    }),
    think: ({ text }) => `Trả lời cho ${text}`,
  });
  [overHttp, overSocks] = place.bots as [Bot, Bot];
  alice = place.zalo.world.addPerson({ name: "Alice" });
  await place.open();
});

afterAll(async () => {
  await place?.[Symbol.asyncDispose]();
  await Promise.all([http?.close(), socks?.close()]);
});

const answered = async (bot: Bot, times: number) =>
  await alice.waitFor(bot, (heard) => heard.length >= times, { timeoutMs: PATIENCE_MS });

/** What Zalo saw of a bot since, sent by whatever way. */
const seenSince = (bot: Bot, from: number): JournalEntry[] =>
  place.zalo.journal.entries.filter(
    (entry) =>
      entry.seq >= from &&
      (entry.kind === "api-call" || entry.kind === "poll-opened") &&
      entry.botId === bot.id,
  );

const status = async (...flags: string[]) => (await place.gateway.cli("channels", "status", ...flags)).stdout;

test("each account is answered through a proxy of its own, and nothing passes by", async () => {
  alice.says(overHttp, "hoa hồng?");
  alice.says(overSocks, "bánh mì?");
  await answered(overHttp, 1);
  await answered(overSocks, 1);
  const sent = await place.gateway.cli(
    ...["message", "send", "--channel", "zalo", "--account", "hoa"],
    ...["--target", alice.id, "--message", "Hoa đã về"],
  );
  expect(sent.code, sent.stderr).toBe(0);
  await answered(overHttp, 2);
  expect(await status("--probe")).not.toContain("proxy");

  const { origin } = new URL(place.zalo.url);
  const calls = http.passed.filter((line) => line.startsWith(`POST ${origin}/bot${overHttp.token}/`));
  // Two polls are still open and stand in no answer yet.
  expect(calls.length).toBeGreaterThanOrEqual(
    seenSince(overHttp, 0).filter(({ kind }) => kind === "api-call").length,
  );
  expect(http.passed.filter((line) => line.includes(overSocks.token))).toEqual([]);
  expect(new Set(socks.passed)).toEqual(new Set([`CONNECT ${new URL(origin).host}`]));
});

test("when a proxy is gone nothing goes straight, and the status says that it is the proxy", async () => {
  await http.close();
  await pollsEnded(place.zalo, overHttp);
  const from = place.zalo.journal.nextSeq;
  alice.says(overHttp, "còn không?");
  alice.says(overSocks, "còn không?");
  await answered(overSocks, 2);
  const refused = await place.gateway.cli(
    ...["message", "send", "--channel", "zalo", "--account", "hoa"],
    ...["--target", alice.id, "--message", "Không đi vòng"],
  );
  expect(`${refused.stdout}${refused.stderr}`).toContain("the proxy cannot be reached");
  const probed = await status("--probe");
  expect(probed).toMatch(/hoa.*(?:\n.*)*the proxy cannot be reached \(ECONNREFUSED\)/);
  expect(probed).toContain("Check that the proxy runs");
  expect(seenSince(overHttp, from)).toEqual([]);
  expect(alice.hears(overHttp)).toHaveLength(2);
});

test("when it is back what was written meanwhile is answered, and what the gateway kept is sent", async () => {
  http = await startHttpProxy({ credentials: CREDENTIALS, port: http.port });
  await answered(overHttp, 4);
  const texts = alice.hears(overHttp).map(({ text }) => text);
  expect(texts.slice(2).toSorted()).toEqual(["Không đi vòng", "Trả lời cho còn không?"]);
  expect(await status()).not.toContain("the proxy cannot be reached");
});

test("a proxy that cannot be understood blocks its account with the fix, and the others go on", async () => {
  const config = place.gateway.readConfig();
  const { zalo } = config["channels"] as { zalo: { accounts: { banh: object } } };
  zalo.accounts.banh = {
    ...zalo.accounts.banh,
    proxy: `${CREDENTIALS.user}:${CREDENTIALS.password}@proxy:3128`,
  };
  place.gateway.configure(config);
  const said = "channels.zalo.accounts.banh.proxy is not the address of a proxy";
  await expect.poll(() => status(), { timeout: PATIENCE_MS, interval: 2_000 }).toContain(said);
  await pollsEnded(place.zalo, overSocks);
  const from = place.zalo.journal.nextSeq;
  alice.says(overSocks, "có ai không?");
  alice.says(overHttp, "vẫn mở cửa chứ?");
  await answered(overHttp, 5);
  const sent = await place.gateway.cli(
    ...["message", "send", "--channel", "zalo", "--account", "banh"],
    ...["--target", alice.id, "--message", "Không đi vòng"],
  );
  expect(`${sent.stdout}${sent.stderr}`).toContain(said);
  expect(seenSince(overSocks, from)).toEqual([]);
}, 400_000);
