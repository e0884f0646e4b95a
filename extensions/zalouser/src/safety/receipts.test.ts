import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { seeded } from "channel-kit/testing/paced-account";
import { beforeEach, expect, test } from "vitest";
import type { Receipts as ReceiptsSetting } from "../config/schema.ts";
import type { Thread, WireMessage } from "../session/port.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { Receipts } from "./receipts.ts";

const AN: Thread = { kind: "direct", id: "1" };
const GROUP: Thread = { kind: "group", id: "1" };
const LONG_MS = 10_000;

let clock: FakeClock;
let session: MemorySession;
let stop: AbortController;
let troubles: unknown[];
let isShown: boolean;
beforeEach(() => {
  clock = new FakeClock(0);
  session = new MemorySession();
  stop = new AbortController();
  troubles = [];
  isShown = true;
});

const receipts = (setting: ReceiptsSetting = "seen") =>
  new Receipts({
    session,
    setting,
    mayShow: () => isShown,
    clock,
    signal: stop.signal,
    onTrouble: (error) => troubles.push(error),
    random: seeded(),
  });
const message = (id: number): WireMessage => ({
  msgId: String(id),
  cliMsgId: String(id),
  msgType: "webchat",
  uidFrom: "1",
  idTo: "2",
  dName: "An",
  ts: "0",
  content: "chào",
});
const told = (name: "sendSeen" | "sendDelivered") =>
  session.callsOf(name).map(([thread, messages]) => ({
    thread,
    ids: (messages as WireMessage[]).map(({ msgId }) => msgId),
  }));

test("U22: a burst gets one receipt, a moment later, for all of it", async () => {
  const all = receipts();
  for (let id = 1; id <= 5; id += 1) all.note(AN, message(id));
  all.note(GROUP, message(6));
  await clock.advance(900);
  expect(session.calls).toEqual([]);
  await clock.advance(LONG_MS);
  for (const name of ["sendDelivered", "sendSeen"] as const) {
    expect(told(name)).toHaveLength(2);
    expect(told(name)).toContainEqual({ thread: AN, ids: ["1", "2", "3", "4", "5"] });
    expect(told(name)).toContainEqual({ thread: GROUP, ids: ["6"] });
  }
});

test("delivered only tells that it has come, and off tells nothing", async () => {
  receipts("delivered").note(AN, message(1));
  receipts("off").note(AN, message(2));
  await clock.advance(LONG_MS);
  expect(told("sendDelivered")).toEqual([{ thread: AN, ids: ["1"] }]);
  expect(told("sendSeen")).toEqual([]);
});

test("where nothing may be shown, nothing is", async () => {
  receipts().note(AN, message(1));
  isShown = false;
  await clock.advance(LONG_MS);
  expect(session.calls).toEqual([]);
});

test("one receipt is for fifty messages at most, the last ones, and of a flood of chats not all get one", async () => {
  const all = receipts();
  for (let id = 1; id <= 60; id += 1) all.note(AN, message(id));
  for (let chat = 100; chat < 400; chat += 1) all.note({ kind: "direct", id: String(chat) }, message(1));
  await clock.advance(LONG_MS);
  expect(told("sendSeen")[0]?.ids).toHaveLength(50);
  expect(told("sendSeen")[0]?.ids.at(-1)).toBe("60");
  expect(told("sendSeen")).toHaveLength(200);
});

test("a receipt that fails is trouble for nobody but the log, and the next one goes out", async () => {
  session.failing.set("sendDelivered", new ChannelError("unreachable", "Zalo does not answer."));
  const all = receipts();
  all.note(AN, message(1));
  await clock.advance(LONG_MS);
  expect(troubles).toHaveLength(1);
  session.failing.clear();
  all.note(AN, message(2));
  await clock.advance(LONG_MS);
  expect(told("sendSeen")).toEqual([{ thread: AN, ids: ["2"] }]);
});

test("a stop leaves nothing behind", async () => {
  receipts().note(AN, message(1));
  stop.abort();
  await clock.advance(LONG_MS);
  expect([session.calls, troubles, clock.sleeping]).toEqual([[], [], 0]);
});
