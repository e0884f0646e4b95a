import { HeldSends } from "channel-kit/answer/held-sends";
import { OutgoingBook } from "channel-kit/answer/outgoing-book";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import { HeldBack, type HoldCause } from "channel-kit/pace/held-back";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { MemoryLedger } from "channel-kit/testing/memory-ledger";
import { NOON } from "channel-kit/testing/paced-account";
import { beforeEach, expect, test } from "vitest";
import { LaterSends } from "./later-sends.ts";

const HOUR_MS = 60 * 60 * 1_000;

let clock: FakeClock;
let ledger: MemoryLedger;
let shown: string[];
let warned: string[];
/** Why a chat may not be written to now. */
let holds: Map<string, HoldCause>;
let answer: Delivery;
let stop: AbortController;
beforeEach(() => {
  clock = new FakeClock(NOON);
  ledger = new MemoryLedger(clock);
  shown = [];
  warned = [];
  holds = new Map();
  answer = { kind: "sent", messageId: "m" };
  stop = new AbortController();
});

const account = { label: "A", settingsPath: "channels.zalouser", timeZone: "Asia/Ho_Chi_Minh" };

/** A process of the account; the one before has died. */
function start(): LaterSends {
  stop.abort();
  stop = new AbortController();
  const later = new LaterSends({
    accountId: "shop",
    held: new HeldSends(ledger),
    outgoing: new OutgoingBook(ledger),
    unknownSends: "repeat",
    admit: async (target) => {
      const cause = holds.get(target);
      if (cause !== undefined)
        throw new HeldBack({ cause, until: clock.now() + HOUR_MS }, account, clock.now());
      return { learned: () => {}, [Symbol.dispose]: () => {} };
    },
    send: async (target, { text }) => {
      if (answer.kind === "sent") shown.push(`${target}: ${text}`);
      return answer;
    },
    clock,
    signal: stop.signal,
    log: { info: () => {}, warn: (message) => warned.push(message) },
  });
  later.start();
  return later;
}

async function keep(later: LaterSends, deliveryId: string, target: string, texts: string[]): Promise<void> {
  await new OutgoingBook(ledger).open(deliveryId, 0, texts);
  await later.keep({ deliveryId, part: 0, target });
}

async function pass(ms: number): Promise<void> {
  const until = clock.now() + ms;
  while (clock.now() < until) {
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(Math.min(10_000, until - clock.now()));
  }
  await new Promise((resolve) => setImmediate(resolve));
}

test("what came in the night goes out when it is over, in order, over a restart, too, and once", async () => {
  holds.set("1", "quiet-hours");
  const later = start();
  await keep(later, "d1", "1", ["một", "hai"]);
  await pass(HOUR_MS);
  await keep(start(), "d2", "1", ["ba"]);
  await pass(HOUR_MS);
  expect(shown).toEqual([]);
  holds.clear();
  await pass(2 * 60_000);
  expect(shown).toEqual(["1: một", "1: hai", "1: ba"]);
  start();
  await pass(HOUR_MS);
  expect(shown).toHaveLength(3);
  expect(await new HeldSends(ledger).all()).toEqual([]);
});

test("a chat that is held back holds up no other", async () => {
  holds.set("1", "strangers-per-hour");
  const later = start();
  await keep(later, "d1", "1", ["một"]);
  await clock.advance(1);
  await keep(later, "d2", "2", ["hai"]);
  await pass(2 * 60_000);
  expect(shown).toEqual(["2: hai"]);
});

test("what comes while the last one is being sent is not forgotten", async () => {
  const later = start();
  await Promise.all([keep(later, "d1", "1", ["một"]), keep(later, "d2", "2", ["hai"])]);
  await pass(60_000);
  expect(shown.sort()).toEqual(["1: một", "2: hai"]);
});

test("what is refused for good, or has waited for too long, is said and let go", async () => {
  answer = { kind: "not-sent", error: new ChannelError("rejected", "No such person.") };
  const later = start();
  await keep(later, "d1", "1", ["một"]);
  await pass(60_000);
  holds.set("2", "quiet-hours");
  await keep(later, "d2", "2", ["hai"]);
  await pass(37 * HOUR_MS);
  expect(warned).toEqual([
    'account "shop": a message to 1 that waited was not sent. No such person.',
    'account "shop": a message to 2 has waited for too long and is not sent any more',
  ]);
  expect(await new HeldSends(ledger).all()).toEqual([]);
});

test("a stop leaves nothing behind", async () => {
  holds.set("1", "quiet-hours");
  await keep(start(), "d1", "1", ["một"]);
  await pass(60_000);
  stop.abort();
  await pass(60_000);
  expect(clock.sleeping).toBe(0);
  expect(shown).toEqual([]);
});
