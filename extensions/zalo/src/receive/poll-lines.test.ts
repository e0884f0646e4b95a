import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { JournalEntry } from "zalo-simulator/world/journal";
import type { Person } from "zalo-simulator/world/person";
import { resolveAccount, type ZaloAccount } from "../config/accounts.ts";
import { PollLines } from "./poll-lines.ts";
import { readPoll } from "./read-poll.ts";

const WAIT = { timeoutMs: 20_000 } as const;

let zalo: Simulator;
let bot: Bot;
let alice: Person;
let account: ZaloAccount;
let lines: PollLines;

beforeEach(async () => {
  zalo = await startSimulator();
  bot = zalo.world.addBot({ name: "Bot Tiệm Hoa" });
  alice = zalo.world.addPerson({ name: "Alice" });
  account = accountOf(bot);
  lines = new PollLines();
});
afterEach(() => zalo.close());

function accountOf({ token }: Bot): ZaloAccount {
  const cfg = { channels: { zalo: { botToken: token } } } as OpenClawConfig;
  return resolveAccount(cfg, "default", { botToken: undefined, apiUrl: zalo.url });
}

/** One start of the account, which keeps in memory what it is given, and whether its storage is open. */
async function start(of = account) {
  const line = await lines.join(of);
  const stop = new AbortController();
  const kept: string[] = [];
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const storage = { open: 0 };
  const keep = async (raw: unknown) => {
    expect(storage.open).toBeGreaterThan(0);
    kept.push(String((raw as { message?: { text?: string } }).message?.text));
    arrived.resolve();
  };
  return {
    kept,
    released: released.promise,
    arrived: arrived.promise,
    /** Asks once, and answers the texts that came, or why none did. */
    poll: async (signal = stop.signal) => {
      const answer = await line.getUpdates(30, signal, {
        stop: stop.signal,
        keep,
        keepOpen: () => {
          storage.open += 1;
          return {
            [Symbol.dispose]: () => {
              storage.open -= 1;
              released.resolve();
            },
          };
        },
        trouble: (error) => arrived.reject(error),
      });
      const outcome = readPoll(answer);
      if (outcome.kind !== "updates") return outcome.kind === "failed" ? outcome.error.code : outcome.kind;
      return outcome.updates.map((raw) => String((raw as { message: { text: string } }).message.text)).join();
    },
    stop: () => {
      stop.abort();
      line[Symbol.dispose]();
    },
  };
}

const opened = () => zalo.journal.entries.filter(({ kind }) => kind === "poll-opened").length;
const opens = (count: number) => zalo.journal.waitFor(() => opened() >= count, WAIT);
const isCut = (entry: JournalEntry) => entry.kind === "poll-closed" && entry.why === "aborted-by-client";

test("a message that is handed over in the moment in which the account stops is kept", async () => {
  const before = await start();
  const polling = before.poll();
  await opens(1);
  before.stop();
  alice.says(bot, "đúng lúc dừng");
  expect(await polling).toBe("aborted");
  await before.arrived;
  expect(before.kept).toEqual(["đúng lúc dừng"]);
  await before.released;
});

test("the next start takes over the poll that is open, and nothing is kept twice", async () => {
  const before = await start();
  const polling = before.poll();
  await opens(1);
  before.stop();
  expect(await polling).toBe("aborted");
  const after = await start();
  const answer = after.poll();
  alice.says(bot, "sau khi mở lại");
  expect(await answer).toBe("sau khi mở lại");
  expect(before.kept).toEqual([]);
  expect(opened()).toBe(1);
  const next = after.poll();
  await opens(2);
  alice.says(bot, "và nữa");
  expect(await next).toBe("và nữa");
  expect(zalo.journal.entries.filter(isCut)).toEqual([]);
  after.stop();
});

test("a start with another token does not take over the polls of the old one", async () => {
  const other = zalo.world.addBot({ name: "Bot Phòng Khám" });
  const before = await start();
  void before.poll();
  await opens(1);
  before.stop();
  const after = await start(accountOf(other));
  const answer = after.poll();
  await opens(2);
  alice.says(bot, "cho bot cũ");
  alice.says(other, "cho bot mới");
  expect(await answer).toBe("cho bot mới");
  await before.arrived;
  expect(before.kept).toEqual(["cho bot cũ"]);
  after.stop();
});

test("a poll that is one too many is really cut, while the account goes on", async () => {
  const running = await start();
  const extra = new AbortController();
  const polling = running.poll(extra.signal);
  await opens(1);
  extra.abort();
  expect(await polling).toBe("aborted");
  await zalo.journal.waitFor(isCut, WAIT);
  running.stop();
});

test("whoever has stopped opens no other poll", async () => {
  const stopped = await start();
  stopped.stop();
  expect(await stopped.poll()).toBe("aborted");
  expect(opened()).toBe(0);
});
