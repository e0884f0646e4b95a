import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { MemoryLedger } from "channel-kit/testing/memory-ledger";
import { NOON, seeded } from "channel-kit/testing/paced-account";
import { beforeEach, describe, expect, test } from "vitest";
import { resolvePace } from "../config/pace.ts";
import type { Thread } from "../session/port.ts";
import { ZaloRefused } from "../session/refusal.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { AccountSafety, answerOf, unaskedOf, type Wish } from "./account-safety.ts";
import { lessonOf } from "./lessons.ts";

const HOUR_MS = 60 * 60 * 1_000;
const NEVER = new AbortController().signal;
const UNASKED = unaskedOf(10);

let clock: FakeClock;
let session: MemorySession;
let ledger: MemoryLedger;
let warned: string[];
let safety: AccountSafety;

const person = (id: number | string): Thread => ({ kind: "direct", id: String(id) });
const GROUP: Thread = { kind: "group", id: "900" };

/** A new process of the shop's account, with what was written down before. */
async function start(settings: object = {}): Promise<void> {
  safety = await AccountSafety.open({
    account: {
      accountId: "shop",
      settingsPath: "channels.zalouser",
      pacing: resolvePace("shop", settings, undefined, "channels.zalouser"),
    },
    session,
    ledger,
    clock,
    log: { warn: (message) => warned.push(message) },
    signal: NEVER,
    random: seeded(),
  });
}

beforeEach(async () => {
  clock = new FakeClock(NOON);
  ledger = new MemoryLedger(clock);
  session = new MemorySession();
  session.ownFriends = [{ id: "1", name: "An", isFriend: true }];
  warned = [];
  await start();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Sends as a speaker would, letting time pass as needed. */
async function say(thread: Thread, wish: Wish = answerOf(10)): Promise<"sent" | ChannelError> {
  let outcome: "sent" | ChannelError | undefined;
  const sending = async () => {
    using permit = await safety.admit(thread, wish, NEVER);
    const message = { text: "xin chào", styles: [], mentions: [] };
    const delivery = await session.sendText(thread, message, NEVER);
    permit.learned(delivery);
    return delivery.kind === "sent" ? "sent" : delivery.error;
  };
  void sending().then(
    (result) => {
      outcome = result;
    },
    (error: ChannelError) => {
      outcome = error;
    },
  );
  await turn();
  while (outcome === undefined) {
    await clock.advance(1_000);
    await turn();
  }
  return outcome;
}

describe("strangers and friends", () => {
  test("whoever is a friend is not counted; whoever is not known to be one is", async () => {
    expect(await say(person(1))).toBe("sent");
    expect(await say(person(2))).toBe("sent");
    expect(await say(GROUP)).toBe("sent");
    expect(safety.report()).toMatchObject({
      strangersToday: { count: 1 },
      newStrangersThisHour: { count: 1 },
    });
  });

  test("the list is asked for once, and again when something has happened to it, a minute later at the soonest", async () => {
    for (const id of [1, 2, 3]) await say(person(id));
    expect(session.callsOf("friends")).toHaveLength(1);
    session.ownFriends = [...session.ownFriends, { id: "2", name: "Bình", isFriend: true }];
    safety.friendsChanged();
    await clock.advance(60_000);
    await say(person(2));
    expect(session.callsOf("friends")).toHaveLength(2);
    expect(safety.report().strangersToday.count).toBe(2);
    for (let change = 0; change < 50; change += 1) {
      safety.friendsChanged();
      await say(person(1));
    }
    expect(session.callsOf("friends").length).toBeLessThanOrEqual(2 + (clock.now() - NOON) / 60_000);
  });

  test("a list that cannot be had makes everybody a stranger, and is said", async () => {
    session.failing.set("friends", new ChannelError("unreachable", "Zalo does not answer."));
    expect(await say(person(1))).toBe("sent");
    expect(safety.report().strangersToday.count).toBe(1);
    expect(warned[0]).toMatch(/^account "shop": its friends could not be listed.*Zalo does not answer\.$/);
  });

  test("nobody waits long for a list that does not come", async () => {
    session.friends = () => new Promise(() => {});
    expect(await say(person(1))).toBe("sent");
    expect(clock.now() - NOON).toBeLessThanOrEqual(15_000);
  });

  test("with 100 strangers far fewer than a ban takes are answered in an hour, and the log says so once", async () => {
    const outcomes: ("sent" | ChannelError)[] = [];
    for (let id = 100; id < 200; id += 1) outcomes.push(await say(person(id)));
    const sent = outcomes.filter((outcome) => outcome === "sent");
    expect(sent).toHaveLength(15);
    expect(clock.now() - NOON).toBeLessThan(HOUR_MS);
    expect(warned).toHaveLength(1);
    expect(warned[0]).toContain("channels.zalouser.pace.strangersPerHour");
    expect(safety.report().heldBack).toMatchObject([{ cause: "strangers-per-hour", chats: 85 }]);
    await start();
    expect(await say(person(300))).toMatchObject({ code: "rate-limited" });
    await clock.advance(HOUR_MS);
    expect(await say(person(300))).toBe("sent");
  });
});

describe("in quiet hours", () => {
  beforeEach(async () => {
    await clock.advance(11 * HOUR_MS);
    await start({ quietHours: { from: "22:00", to: "07:00" } });
  });

  test("what nobody asked for is held back; an answer is not", async () => {
    expect(await say(person(1), UNASKED)).toMatchObject({ hold: { cause: "quiet-hours" }, retryable: true });
    expect(await say(person(1))).toBe("sent");
  });

  test("what goes to somebody who wrote within 48 hours is an answer, over a restart, too", async () => {
    await safety.wrote(person(1));
    expect(await say(person(1), UNASKED)).toBe("sent");
    expect(await say({ kind: "group", id: "1" }, UNASKED)).toMatchObject({ code: "rate-limited" });
    await start({ quietHours: { from: "22:00", to: "07:00" } });
    expect(await say(person(1), UNASKED)).toBe("sent");
    await clock.advance(48 * HOUR_MS);
    expect(await say(person(1), UNASKED)).toMatchObject({ code: "rate-limited" });
  });
});

describe("what Zalo says", () => {
  const refuse = (code: number) => {
    session.failing.set("sendText", { kind: "not-sent", error: new ZaloRefused(code, `Zalo said ${code}.`) });
  };

  test.each([-69, 429])(
    "S4: after %s the account is silent for a while, and says for how long",
    async (code) => {
      refuse(code);
      await say(person(1));
      session.failing.clear();
      const { paused } = safety.report();
      expect(paused?.why).toContain(`(${code})`);
      const error = await say(person(1), { ...answerOf(10), patienceMs: 20_000 });
      expect(error).toMatchObject({ hold: { cause: "paused" } });
      expect(safety.mayShow(GROUP)).toBe(false);
      await clock.advance((paused?.until ?? 0) - clock.now());
      expect(await say(person(1))).toBe("sent");
    },
  );

  test.each([123, 114])(
    "S4: after %s to a stranger that person is left alone, until they become a friend",
    async (code) => {
      refuse(code);
      await say(person(2));
      session.failing.clear();
      expect(await say(person(2))).toMatchObject({ hold: { cause: "person" } });
      expect(await say(person(3))).toBe("sent");
      expect(safety.mayShow(person(2))).toBe(false);
      session.ownFriends = [...session.ownFriends, { id: "2", name: "Bình", isFriend: true }];
      safety.friendsChanged();
      await clock.advance(60_000);
      expect(await say(person(1))).toBe("sent");
      expect(await say(person(2))).toBe("sent");
    },
  );

  test("S4: a friend's or a group's 114 is a mistake in the request and no reason to be silent", () => {
    const error = new ZaloRefused(114, "Invalid.");
    expect(lessonOf(error, { chat: person(1), isFriend: true })).toBeUndefined();
    expect(lessonOf(error, { chat: GROUP, isFriend: true })).toBeUndefined();
    expect(lessonOf(new ZaloRefused(123, "No."), { chat: GROUP, isFriend: true })).toBeUndefined();
    expect(lessonOf(new ZaloRefused(118, "Too long."), { chat: person(2), isFriend: false })).toBeUndefined();
    expect(
      lessonOf(new ChannelError("timeout", "Late."), { chat: person(2), isFriend: false }),
    ).toBeUndefined();
  });

  test("a pause that Zalo asks for is taken over", () => {
    const error = new ZaloRefused(429, "Slow down.", { retryAfterMs: 5_000 });
    expect(lessonOf(error, { chat: GROUP, isFriend: true })).toMatchObject({ retryAfterMs: 5_000 });
  });
});

test("what is too old to count is forgotten, what is not is kept", async () => {
  await safety.wrote(person(1));
  await say(person(2));
  await clock.advance(31 * 24 * HOUR_MS);
  await safety.wrote(person(3));
  await safety.prune();
  expect((await ledger.list("wrote:")).map(({ key }) => key)).toEqual(["wrote:3"]);
  expect(await ledger.list("pace:met:")).toEqual([]);
});

test("somebody who writes on and on costs one write an hour", async () => {
  await safety.wrote(person(1));
  ledger.isBroken = true;
  for (let message = 0; message < 100; message += 1) await safety.wrote(person(1));
});
