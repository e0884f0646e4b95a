import { systemClock } from "channel-kit/time/clock";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SwitchChange } from "zalo-simulator/bot-api/switches";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { JournalEntry } from "zalo-simulator/world/journal";
import type { Person } from "zalo-simulator/world/person";
import { openHttp } from "../bot-api/http.ts";
import { botApi } from "../bot-api/methods.ts";
import { longPoll } from "./long-poll.ts";
import { eventKey } from "./normalize.ts";

const WAIT = { timeoutMs: 20_000 } as const;

let zalo: Simulator;
let alice: Person;

beforeEach(async () => {
  zalo = await startSimulator();
  alice = zalo.world.addPerson({ name: "Alice" });
});
afterEach(() => zalo.close());

/** A receiver over real HTTP that keeps what it gets in memory, each event once. */
function receive(bot: Bot, pollers: number) {
  const http = openHttp({ apiUrl: zalo.url, token: bot.token });
  const stop = new AbortController();
  const texts = new Map<string, string>();
  const waiting = new Set<() => void>();
  const said = { singlePoll: 0, trouble: [] as string[] };
  const done = longPoll({
    accountId: "shop",
    pollers,
    getUpdates: (seconds, signal) => botApi("shop", http.call).getUpdates(seconds, signal),
    append: async (raw) => {
      const key = eventKey(raw);
      if (key === undefined) return "ignored";
      const known = texts.has(key.eventId);
      texts.set(key.eventId, key.text);
      for (const look of waiting) look();
      return known ? "duplicate" : "new";
    },
    clock: systemClock,
    signal: stop.signal,
    observer: {
      alive: () => {},
      trouble: ({ message }) => said.trouble.push(message),
      singlePoll: () => {
        said.singlePoll += 1;
      },
    },
  });
  return {
    said,
    done,
    texts: () => [...texts.values()],
    until: (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (texts.size >= count) resolve();
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done.catch(() => {});
      await http.close();
    },
  };
}

const addBot = (switches: SwitchChange) => zalo.world.addBot({ name: "Bot Shop", switches });
const is = (kind: JournalEntry["kind"]) => (entry: JournalEntry) => entry.kind === kind;
const pollsOpened = (count: number) => {
  let seen = 0;
  return zalo.journal.waitFor((entry) => is("poll-opened")(entry) && ++seen >= count, WAIT);
};

test.each<SwitchChange>([
  { updateShape: "object" },
  { updateShape: "array" },
  { queueMode: "replay", replayTimes: 2 },
  { idleForm: "empty-body", maxPollSeconds: 0.05 },
  { idleForm: "html", maxPollSeconds: 0.05 },
  { idleForm: "http-408-json", maxPollSeconds: 0.05 },
  { idleForm: "empty-ok", maxPollSeconds: 0.05 },
  { pollers: "single", secondPoll: "refuse" },
  { pollers: "single", secondPoll: "steal" },
])("everything that is written arrives when Zalo behaves like %j", async (switches) => {
  const bot = addBot(switches);
  await using receiving = receive(bot, 2);
  await pollsOpened(1);
  const written = ["một", "hai", "ba"].map((text) => {
    alice.says(bot, text);
    return text;
  });
  await receiving.until(3);
  expect(receiving.texts()).toEqual(written);
  expect(receiving.said.trouble).toEqual([]);
});

test("a second poll that Zalo refuses is given up, and that is said once", async () => {
  const bot = addBot({ pollers: "single", secondPoll: "refuse" });
  await using receiving = receive(bot, 3);
  await zalo.journal.waitFor((entry) => entry.kind === "poll-closed" && entry.why === "refused", WAIT);
  alice.says(bot, "xin chào");
  await receiving.until(1);
  expect(receiving.said).toEqual({ singlePoll: 1, trouble: [] });
});

test("a token that is revoked while polls are open ends the receiving", async () => {
  const bot = addBot({});
  await using receiving = receive(bot, 2);
  await pollsOpened(2);
  bot.switches.tokenRevoked = true;
  await expect(receiving.done).rejects.toMatchObject({ code: "unauthorized" });
});

test("stopping closes the polls on Zalo's side too", async () => {
  const bot = addBot({});
  {
    await using _ = receive(bot, 2);
    await pollsOpened(2);
  }
  let left = 0;
  await zalo.journal.waitFor(
    (entry) => entry.kind === "poll-closed" && entry.why === "aborted-by-client" && ++left === 2,
    WAIT,
  );
});
