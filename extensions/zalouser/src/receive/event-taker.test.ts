import { PendingHistory } from "channel-kit/history/pending-history";
import type { Admission } from "channel-kit/host/inbox-monitor";
import { UnknownKinds } from "channel-kit/host/unknown-kinds";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { MemoryLedger } from "channel-kit/testing/memory-ledger";
import { beforeEach, expect, test } from "vitest";
import type { SessionEvent } from "../session/port.ts";
import { FLOWERS, LAN, messageEvent, OWN } from "../testing/wire-messages.ts";
import { EventTaker } from "./event-taker.ts";
import { MessageBook } from "./message-book.ts";
import { inspect } from "./normalize.ts";
import { RecalledMessages } from "./recalled.ts";
import { ReceivedMarks } from "./received-marks.ts";

const HOUR_MS = 60 * 60 * 1_000;

let clock: FakeClock;
let ledger: MemoryLedger;
let stored: Map<string, unknown>;
/** Which messages the disk has no room for, by their words. */
let full: Set<string>;
let given: ChannelError[];
let lines: string[];
let received: number;
let others: SessionEvent[];
let recalled: RecalledMessages;
let messages: MessageBook;
let marks: ReceivedMarks;
let taker: EventTaker;

beforeEach(async () => {
  clock = new FakeClock();
  ledger = new MemoryLedger(clock);
  stored = new Map();
  full = new Set();
  given = [];
  lines = [];
  received = 0;
  others = [];
  await start();
});

/** The account's start, in a new process. */
async function start(): Promise<void> {
  recalled = new RecalledMessages(ledger);
  messages = new MessageBook(ledger);
  marks = new ReceivedMarks(ledger, clock);
  taker = new EventTaker({
    accountId: "shop",
    monitor: { append },
    ledger,
    messages,
    recalled,
    marks,
    unknownKinds: new UnknownKinds(["webchat"]),
    clock,
    log: {
      info: (line) => lines.push(line),
      warn: (line) => lines.push(line),
      error: (line) => lines.push(line),
    },
    onReceived: () => {
      received += 1;
    },
    onOther: (event) => others.push(event),
  });
  await taker.begin();
  taker.opened((error) => given.push(error));
}

async function append(raw: unknown): Promise<Admission> {
  const id = inspect(raw)?.eventId;
  const { message } = raw as Extract<SessionEvent, { kind: "message" }>;
  if (full.has(String(message.content))) throw new ChannelError("storage", "The disk is full.");
  if (id === undefined) return "ignored";
  if (stored.has(id)) return "duplicate";
  stored.set(id, raw);
  return "new";
}

const take = async (...events: SessionEvent[]) => {
  for (const event of events) taker.take(event, OWN);
  await taker.settled();
};
const say = (content: string, msgId: number, over: object = {}) =>
  messageEvent({ content, msgId: String(msgId), ts: String(clock.now()), ...over });
const old = (event: ReturnType<typeof say>) => ({ ...event, old: true as const });

test("a message that comes live and again as an old one is one message", async () => {
  const message = say("một", 1);
  await take(message, old(message), message);
  expect(stored.size).toBe(1);
  expect(received).toBe(1);
});

test("the account's own messages are noted and not stored for answering", async () => {
  await take(say("em đây", 2, { uidFrom: OWN, idTo: LAN.id }));
  expect(stored.size).toBe(0);
  expect(await messages.find("2")).toMatchObject({ isOwn: true, message: { content: "em đây" } });
});

test("what was written before the account ran here is no message to the agent", async () => {
  const before = old(say("từ hôm qua", 1, { ts: String(clock.now() - 1) }));
  await clock.advance(1_000);
  await take(before, old(say("vừa lỡ", 2)));
  expect([...stored.keys()]).toEqual([`direct:${LAN.id}:2`]);
  expect(await messages.find("1")).toBeDefined();
});

test("what was missed for more than a day is not answered, and the log says how much it was", async () => {
  const missed = [1, 2].map((id) => old(say("lâu rồi", id)));
  await clock.advance(25 * HOUR_MS);
  await take(...missed);
  expect(stored.size).toBe(0);
  taker.opened(() => {});
  expect(lines.at(-1)).toContain("2 message(s) that came more than a day ago");
});

test("C6: a message that cannot be written down closes the socket and is asked for again", async () => {
  await take(say("một", 1));
  full.add("hai");
  await take(say("hai", 2), say("ba", 3));
  expect(given).toHaveLength(1);
  expect(given[0]?.code).toBe("storage");
  expect(await marks.from("direct", OWN)).toBe("1");
  // What came behind it is not counted as come, so that the one before is not passed over.
  await marks.flush(OWN);
  expect(await ledger.get("received:direct")).toMatchObject({ value: { ids: ["1"] } });
});

test("S8: a flood that the disk cannot follow ends the socket, not the memory", async () => {
  for (let id = 1; id <= 5_001; id += 1) taker.take(say("x", id), OWN);
  await taker.settled();
  expect(given).toHaveLength(1);
  expect(stored.size).toBe(5_000);
});

test("messages are asked for from a little before the last one, also by the next process", async () => {
  for (let id = 1; id <= 30; id += 1) await take(say("x", id));
  expect(await marks.from("direct", OWN)).toBe("11");
  expect(await marks.from("group", OWN)).toBeUndefined();
  await marks.flush(OWN);
  await start();
  expect(await marks.from("direct", OWN)).toBe("11");
});

test("another login of the account has received nothing yet", async () => {
  await take(say("x", 1));
  await marks.flush(OWN);
  await start();
  expect(await marks.from("direct", "999999999999999999")).toBeUndefined();
});

const undo = (messageId: string, thread = LAN): SessionEvent => ({
  kind: "undo",
  thread,
  isSelf: false,
  by: LAN.id,
  undone: { messageId, clientMessageId: "1" },
  at: "1",
});

test("a message that is taken back is known to be, whichever comes first", async () => {
  await take(undo("7"), say("lỡ tay", 7));
  expect(await recalled.has(`direct:${LAN.id}:7`)).toBe(true);
  expect(await recalled.has(`direct:${LAN.id}:8`)).toBe(false);
});

test("of a message in a group's history that is taken back only that stays", async () => {
  const history = new PendingHistory(ledger);
  const skipped = { sender: "Chị Lan", sentAt: 1, messageId: "7", eventId: `group:${FLOWERS.id}:7` };
  await history.add(FLOWERS.id, { ...skipped, text: "bí mật" }, 10);
  await history.add(FLOWERS.id, { ...skipped, eventId: `group:${FLOWERS.id}:8`, text: "chào" }, 10);
  await take(undo("7", FLOWERS));
  const texts = (await history.take(FLOWERS.id, "x", 10)).map(({ text }) => text);
  expect(texts).toEqual(["[message taken back by its writer]", "chào"]);
});

test("a kind that nobody knows is stored, and said once", async () => {
  await take(say("?", 1, { msgType: "chat.hologram" }), say("?", 2, { msgType: "chat.hologram" }));
  expect(stored.size).toBe(2);
  expect(lines.filter((line) => line.includes("chat.hologram"))).toHaveLength(1);
});

test("what is no message goes on at once", async () => {
  await take({ kind: "friend", act: "add", userId: "1", data: {} });
  expect(others).toHaveLength(1);
});
