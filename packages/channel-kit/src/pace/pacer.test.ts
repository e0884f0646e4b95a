import { describe, expect, test } from "vitest";
import { ChannelError } from "../outcome/channel-error.ts";
import { NOON, PacedAccount } from "../testing/paced-account.ts";
import { HeldBack } from "./held-back.ts";
import { heldBackLines } from "./report.ts";
import { PACE_DEFAULTS } from "./settings.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** 23:00 of 2026-03-02 in Việt Nam, and 22:00 and 07:00 as minutes of the day. */
const NIGHT = NOON + 11 * HOUR_MS;
const QUIET = { from: 22 * 60, to: 7 * 60, answers: "send" } as const;
const STRANGER = { isFriend: false } as const;

const failed = (message: string) => ({
  delivery: { kind: "not-sent", error: new ChannelError("rejected", message) } as const,
});
const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`);
const minutes = (from: number, to: number) => (to - from) / MINUTE_MS;

/** The most of these times that lie within one minute. */
function mostInAMinute(times: readonly number[]): number {
  return Math.max(
    0,
    ...times.map((from) => times.filter((at) => at >= from && at < from + MINUTE_MS).length),
  );
}

describe("with the default settings", () => {
  test("a burst of 200 replies leaves paced and in order", async () => {
    const account = await PacedAccount.open();
    const chats = people(20);
    const all = chats.flatMap((chat) => {
      return Array.from({ length: 10 }, (_, number) => account.say(chat, `${number}: ${"á".repeat(200)}`));
    });
    await account.finish(all);
    expect(account.refused).toEqual([]);
    expect(account.left).toHaveLength(200);
    for (const chat of chats) {
      expect(account.texts(chat).map((text) => text[0])).toEqual([..."0123456789"]);
    }
    expect(mostInAMinute(account.left.map(({ at }) => at))).toBeLessThanOrEqual(PACE_DEFAULTS.perMinute);
    const took = minutes(NOON, account.left.at(-1)?.at ?? 0);
    expect(took).toBeGreaterThan(9);
    expect(took).toBeLessThan(12);
  });

  test("no two messages leave together, and no two gaps are alike", async () => {
    const account = await PacedAccount.open();
    await account.finish(
      people(6).map((chat) => account.say(chat)),
      10,
    );
    const gaps = account.left.slice(1).map(({ at }, index) => at - (account.left[index]?.at ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(400);
    expect(new Set(gaps).size).toBe(gaps.length);
  });

  test("with 100 strangers the cap of the hour holds and says so, and the next hour goes on", async () => {
    const account = await PacedAccount.open({ pace: { strangersPerDay: 1_000 } });
    const all = people(100).map((person) => account.say(person, "chào", STRANGER));
    await account.pass(50 * MINUTE_MS);
    expect(account.left).toHaveLength(PACE_DEFAULTS.strangersPerHour);
    expect(account.pacer.report()).toMatchObject({
      newStrangersThisHour: { count: 15, cap: 15 },
      heldBack: [{ cause: "strangers-per-hour", chats: 85 }],
    });
    expect(heldBackLines(account.pacer.report())).toEqual([
      "messages in 85 chats wait until 13:00: pace.strangersPerHour is reached",
    ]);
    expect(account.told).toHaveLength(85);
    expect(account.told[0]).toMatch(
      /^Zalo account "shop": a message was held back, because enough new people.*raise channels\.zalouser\.pace\.strangersPerHour/,
    );
    await account.finish(all);
    expect(account.left).toHaveLength(100);
    for (const { at: from } of account.left) {
      const inAnHour = account.left.filter(({ at }) => at >= from && at < from + HOUR_MS);
      expect(inAnHour.length).toBeLessThanOrEqual(15);
    }
  });

  test("the cap of the day is a hard one: what is above it is refused at once with the time it ends", async () => {
    const account = await PacedAccount.open({ pace: { strangersPerDay: 20, strangersPerHour: 1_000 } });
    await account.finish(people(25).map((person) => account.say(person, "chào", STRANGER)));
    expect(account.left).toHaveLength(20);
    expect(account.refused).toHaveLength(5);
    const error = account.refused[0]?.error as HeldBack;
    expect(error).toMatchObject({
      code: "rate-limited",
      retryable: false,
      hold: { cause: "strangers-per-day" },
    });
    expect(account.clock.now() + (error.retryAfterMs ?? 0)).toBeGreaterThanOrEqual(NOON + 12 * HOUR_MS);
    expect(heldBackLines(account.pacer.report())[0]).toBe(
      "messages in 5 chats wait until 00:00: pace.strangersPerDay is reached",
    );
  });

  test("friends and groups know no cap", async () => {
    const account = await PacedAccount.open({ pace: { strangersPerDay: 0, strangersPerHour: 0 } });
    const group = { chat: { kind: "group", id: "g" }, isFriend: false } as const;
    await account.finish([account.say("friend"), account.say("g", "chào", group)]);
    expect(account.left).toHaveLength(2);
  });
});

describe("one chat and another", () => {
  test("a chat with much to say delays another by the account's pace only", async () => {
    const account = await PacedAccount.open({ pace: { typing: false } });
    const chatty = Array.from({ length: 100 }, (_, number) => account.say("chatty", `${number}`));
    await account.pass(5 * MINUTE_MS);
    const asked = account.clock.now();
    const short = account.say("short");
    await account.finish([short]);
    expect((account.left.find(({ chat }) => chat === "short")?.at ?? 0) - asked).toBeLessThanOrEqual(3_500);
    await account.finish(chatty);
    expect(account.texts("chatty").map(Number)).toEqual([...Array(100).keys()]);
  });

  test("a chat is written to no more often than its own pace allows", async () => {
    const account = await PacedAccount.open({ pace: { typing: false, perMinute: 60, burst: 60 } });
    await account.finish(people(30).map((text) => account.say("alice", text)));
    expect(mostInAMinute(account.left.map(({ at }) => at))).toBeLessThanOrEqual(PACE_DEFAULTS.chatPerMinute);
  });

  test("a send without an end holds the others up for a minute at most", async () => {
    const account = await PacedAccount.open();
    account.answer = (chat) =>
      chat === "slow"
        ? { delivery: { kind: "sent", messageId: "m" }, afterMs: 10 * MINUTE_MS }
        : { delivery: { kind: "sent", messageId: "m" } };
    const slow = account.say("slow");
    await account.pass(10_000);
    await account.finish([account.say("alice")]);
    expect(minutes(NOON, account.clock.now())).toBeLessThan(1.5);
    await account.finish([slow]);
  });

  test("only one message is on its way at a time", async () => {
    const account = await PacedAccount.open();
    let onTheirWay = 0;
    let most = 0;
    account.answer = () => {
      onTheirWay += 1;
      most = Math.max(most, onTheirWay);
      void account.clock.sleep(5_000).then(() => (onTheirWay -= 1));
      return { delivery: { kind: "sent", messageId: "m" }, afterMs: 5_001 };
    };
    await account.finish(people(5).map((person) => account.say(person)));
    expect(most).toBe(1);
    expect(account.left).toHaveLength(5);
  });

  test("answers go before what nobody asked for", async () => {
    const account = await PacedAccount.open({ pace: { typing: false, burst: 1 } });
    const news = people(30).map((person) => account.say(person, "tin", { proactive: true }));
    await account.pass(MINUTE_MS);
    const asked = account.clock.now();
    await account.finish([account.say("alice", "trả lời")]);
    expect(account.clock.now() - asked).toBeLessThanOrEqual(8_000);
    await account.finish(news);
  });
});

describe("the typing gap", () => {
  const wait = async (text: string, typing: boolean) => {
    const account = await PacedAccount.open({ pace: { typing } });
    await account.finish([account.say("alice", text)], 10);
    return account.clock.now() - NOON;
  };

  test("grows with the length, up to a few seconds, and can be switched off", async () => {
    const short = await wait("ừ", true);
    const middle = await wait("á".repeat(150), true);
    const long = await wait("á".repeat(2_000), true);
    expect(short).toBeGreaterThanOrEqual(400);
    expect(middle).toBeGreaterThan(short);
    expect(long).toBeGreaterThan(middle);
    expect(long).toBeLessThanOrEqual(4_010);
    expect(await wait("á".repeat(2_000), false)).toBeLessThanOrEqual(10);
  });
});

describe("quiet hours", () => {
  test("what nobody asked for waits until they end; answers go out", async () => {
    const account = await PacedAccount.open({ startMs: NIGHT, quietHours: QUIET });
    const news = account.say("alice", "tin", { proactive: true });
    await account.finish([account.say("bob", "trả lời")]);
    expect(account.left).toHaveLength(1);
    expect(heldBackLines(account.pacer.report())).toEqual([
      "messages in 1 chat wait until 07:00: quiet hours",
    ]);
    await account.finish([news]);
    expect(account.left[1]).toMatchObject({ text: "tin" });
    expect(minutes(NIGHT + 8 * HOUR_MS, account.left[1]?.at ?? 0)).toBeGreaterThanOrEqual(0);
    expect(minutes(NIGHT + 8 * HOUR_MS, account.left[1]?.at ?? 0)).toBeLessThan(1);
    expect(heldBackLines(account.pacer.report())).toEqual([]);
  });

  test("answers wait, too, when they are set to", async () => {
    const account = await PacedAccount.open({ startMs: NIGHT, quietHours: { ...QUIET, answers: "hold" } });
    const chat = { chat: { kind: "direct", id: "bob" }, isFriend: true } as const;
    expect(account.pacer.mayShow(chat)).toBe(false);
    await account.finish([account.say("bob")]);
    expect(minutes(NIGHT, account.left[0]?.at ?? 0)).toBeGreaterThanOrEqual(480);
    expect(account.pacer.mayShow(chat)).toBe(true);
  });

  test("whoever does not want to wait, or not so long, is told when they end", async () => {
    const account = await PacedAccount.open({ startMs: NIGHT, quietHours: QUIET });
    await account.finish([
      account.say("alice", "tin", { proactive: true, longHolds: "refuse" }),
      account.say("bob", "tin", { proactive: true, deadlineAt: NIGHT + HOUR_MS }),
    ]);
    for (const { error } of account.refused) {
      expect(error).toMatchObject({ code: "rate-limited", retryable: true, retryAfterMs: 8 * HOUR_MS });
      expect(error.message).toContain(
        "it is quiet until 07:00. To send at this hour, change channels.zalouser.quietHours.",
      );
    }
    expect(account.refused).toHaveLength(2);
  });
});

describe("when the platform has enough", () => {
  const slowDown = () => ({ kind: "slow-down", why: "429" }) as const;

  test("the account pauses, longer each time, and a restart does not end it", async () => {
    const account = await PacedAccount.open();
    account.lessonOf = slowDown;
    account.answer = () => failed("Too many requests.");
    const pauses: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await account.finish([account.say("alice")], 100);
      const until = account.pacer.report().paused?.until ?? 0;
      pauses.push(until - account.clock.now());
      await account.restart();
      expect(account.pacer.report().paused?.until).toBe(until);
    }
    for (const [index, pause] of pauses.slice(1).entries()) expect(pause).toBeGreaterThan(pauses[index] ?? 0);
    expect(pauses[0]).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(pauses[0]).toBeLessThanOrEqual(2 * MINUTE_MS);
    const times = account.left.map(({ at }) => at);
    for (const [index, pause] of pauses.slice(0, -1).entries()) {
      expect((times[index + 1] ?? 0) - (times[index] ?? 0)).toBeGreaterThanOrEqual(pause);
    }
    expect(heldBackLines(account.pacer.report())[0]).toMatch(/^sending is paused until \d\d:\d\d: 429$/);
    await account.pass(24 * HOUR_MS, HOUR_MS);
    await account.finish([account.say("alice")], 100);
    expect((account.pacer.report().paused?.until ?? 0) - account.clock.now()).toBeLessThanOrEqual(
      2 * MINUTE_MS,
    );
  });

  test("the pause that the platform asks for is kept", async () => {
    const account = await PacedAccount.open();
    account.lessonOf = () => ({ ...slowDown(), retryAfterMs: HOUR_MS });
    account.answer = () => failed("Too many requests.");
    await account.finish([account.say("alice")]);
    account.answer = () => ({ delivery: { kind: "sent", messageId: "m" } });
    await account.finish([account.say("bob")]);
    expect((account.left[1]?.at ?? 0) - (account.left[0]?.at ?? 0)).toBeGreaterThanOrEqual(HOUR_MS);
  });

  test("a person who cannot be written to is left alone, and nobody else is", async () => {
    const account = await PacedAccount.open();
    account.lessonOf = () => ({ kind: "person-refuses", why: "123" });
    account.answer = (chat) =>
      chat === "eve" ? failed("123") : { delivery: { kind: "sent", messageId: "m" } };
    await account.finish([account.say("eve", "một", STRANGER)]);
    await account.finish([account.say("eve", "hai", STRANGER), account.say("bob", "chào", STRANGER)]);
    expect(account.texts("eve")).toEqual(["một"]);
    expect(account.texts("bob")).toEqual(["chào"]);
    expect(account.refused[0]?.error).toMatchObject({
      retryable: false,
      hold: { cause: "person", why: "123" },
    });
    expect(account.pacer.mayShow({ chat: { kind: "direct", id: "eve" }, isFriend: false })).toBe(false);
    expect(account.pacer.report().peoplePaused).toBe(1);
    await account.pacer.welcome("eve");
    await account.finish([account.say("eve", "ba")]);
    expect(account.texts("eve")).toEqual(["một", "ba"]);
  });

  test("several strangers who cannot be written to pause all strangers, and no friend", async () => {
    const account = await PacedAccount.open();
    account.lessonOf = () => ({ kind: "person-refuses", why: "123" });
    account.answer = () => failed("123");
    await account.finish(people(3).map((person) => account.say(person, "chào", STRANGER)));
    account.answer = () => ({ delivery: { kind: "sent", messageId: "m" } });
    const stranger = account.say("bob", "chào", { ...STRANGER, longHolds: "refuse" });
    await account.finish([stranger, account.say("friend")]);
    expect(account.texts("friend")).toHaveLength(1);
    expect(account.refused.at(-1)?.error).toMatchObject({ hold: { cause: "strangers-paused" } });
    expect(account.pacer.report().strangersPaused?.why).toBe("123");
  });
});

describe("over time", () => {
  const caps = { pace: { strangersPerDay: 10, strangersPerHour: 4 } };

  test("over a restart the counts hold", async () => {
    const account = await PacedAccount.open(caps);
    await account.finish(people(4).map((person) => account.say(person, "chào", STRANGER)));
    await account.restart();
    expect(account.pacer.report()).toMatchObject({
      strangersToday: { count: 4, cap: 10 },
      newStrangersThisHour: { count: 4, cap: 4 },
    });
    await account.finish([
      account.say("p0", "lại chào", STRANGER),
      account.say("new", "chào", { ...STRANGER, longHolds: "refuse" }),
    ]);
    expect(account.texts("p0")).toHaveLength(2);
    expect(account.refused).toHaveLength(1);
  });

  test("at midnight in Việt Nam the day's count begins anew", async () => {
    const account = await PacedAccount.open({ pace: { strangersPerDay: 3 }, startMs: NOON + 11.9 * HOUR_MS });
    await account.finish(people(4).map((person) => account.say(person, "chào", STRANGER)));
    expect(account.refused).toHaveLength(1);
    await account.pass(10 * MINUTE_MS);
    expect(account.pacer.report().strangersToday.count).toBe(0);
    await account.finish([account.say("p3", "chào", STRANGER)]);
    expect(account.left).toHaveLength(4);
  });

  test("a burst is not to be had again by starting anew", async () => {
    const account = await PacedAccount.open({ pace: { typing: false } });
    for (let round = 0; round < 20; round += 1) {
      await account.restart();
      const stop = new AbortController();
      const all = people(5).map((person) => account.say(person, "chào", { signal: stop.signal }));
      await account.pass(2_000);
      stop.abort();
      await Promise.all(all);
    }
    expect(account.left).toHaveLength(20);
  });

  test("a clock that goes back harms nothing: no cap begins anew, and nothing waits for ever", async () => {
    const account = await PacedAccount.open({ pace: { strangersPerDay: 6, strangersPerHour: 4 } });
    await account.finish(people(4).map((person) => account.say(person, "chào", STRANGER)));
    for (const back of [HOUR_MS, 3 * 24 * HOUR_MS]) {
      account.clock.set(account.clock.now() - back);
      expect(account.pacer.report()).toMatchObject({
        strangersToday: { count: 4 },
        newStrangersThisHour: { count: 4 },
      });
      const before = account.clock.now();
      await account.finish([account.say("friend")]);
      expect(account.clock.now() - before).toBeLessThanOrEqual(6_000);
    }
    await account.finish(people(4).map((person) => account.say(person, "lại chào", STRANGER)));
    expect(account.left.filter(({ chat }) => chat !== "friend")).toHaveLength(6);
    const began = account.clock.now();
    const late = account.say("new", "chào", STRANGER);
    await account.finish([late]);
    expect(account.refused.at(-1)?.error).toMatchObject({ hold: { cause: "strangers-per-day" } });
    await account.pass(NOON + 24 * HOUR_MS - began, HOUR_MS);
    await account.finish([account.say("new", "chào", STRANGER)]);
    expect(account.texts("new")).toHaveLength(1);
  });

  test("a clock that goes back makes no pause longer", async () => {
    const account = await PacedAccount.open();
    account.lessonOf = () => ({ kind: "slow-down", why: "429" });
    account.answer = () => failed("Too many requests.");
    await account.finish([account.say("alice")]);
    account.clock.set(account.clock.now() - 24 * HOUR_MS);
    const before = account.clock.now();
    await account.finish([account.say("alice")]);
    expect(account.clock.now() - before).toBeLessThanOrEqual(3 * MINUTE_MS);
  });

  test("what cannot be written down does not go out", async () => {
    const account = await PacedAccount.open();
    account.ledger.isBroken = true;
    await account.finish([account.say("bob", "chào", STRANGER), account.say("friend")]);
    expect(account.refused).toMatchObject([{ chat: "bob", error: { code: "storage" } }]);
    expect(account.left).toMatchObject([{ chat: "friend" }]);
  });
});

describe("whoever stops waiting", () => {
  test("leaves nothing behind", async () => {
    const account = await PacedAccount.open({ startMs: NIGHT, quietHours: QUIET });
    const stop = new AbortController();
    const signal = stop.signal;
    const all = people(3).map((person) => account.say(person, "tin", { proactive: true, signal }));
    await account.pass(MINUTE_MS);
    stop.abort(new Error("stopping"));
    await Promise.all(all);
    await account.pass(0);
    expect(account.refused.map(({ error }) => error.code)).toEqual(["aborted", "aborted", "aborted"]);
    expect(account.pacer.report()).toMatchObject({ waiting: 0, heldBack: [] });
    expect(account.clock.sleeping).toBe(0);
    await account.say("alice", "tin", { signal });
    expect(account.refused.at(-1)?.error.code).toBe("aborted");
  });

  test("lets the one behind it go on in its place", async () => {
    const account = await PacedAccount.open();
    const stop = new AbortController();
    const first = account.say("alice", "á".repeat(2_000), { signal: stop.signal });
    const second = account.say("alice", "hai");
    stop.abort();
    await account.finish([first, second]);
    expect(account.texts("alice")).toEqual(["hai"]);
  });
});

test("whoever waits for longer than its deadline is refused then, in the middle of a line, too", async () => {
  const account = await PacedAccount.open({ pace: { typing: false } });
  const all = people(60).map((text) => account.say("alice", text, { deadlineAt: NOON + 2 * MINUTE_MS }));
  await account.finish(all);
  expect(account.left.length).toBeGreaterThanOrEqual(20);
  expect(account.left.length + account.refused.length).toBe(60);
  expect(account.refused[0]?.error).toMatchObject({ code: "rate-limited", hold: { cause: "pace" } });
  expect(minutes(NOON, account.clock.now())).toBeLessThanOrEqual(2.1);
});

test("more than two thousand messages are not kept waiting", async () => {
  const account = await PacedAccount.open();
  const stop = new AbortController();
  const all = people(2_001).map((text) => account.say("alice", text, { signal: stop.signal }));
  await account.pass(0);
  expect(account.refused).toMatchObject([{ error: { code: "rate-limited", hold: { cause: "line-full" } } }]);
  stop.abort();
  await Promise.all(all);
});

test("an error is a HeldBack, so that whoever sends can tell it from the platform's word", async () => {
  const account = await PacedAccount.open({ pace: { strangersPerDay: 0 } });
  await account.say("bob", "chào", STRANGER);
  expect(account.refused[0]?.error).toBeInstanceOf(HeldBack);
});
