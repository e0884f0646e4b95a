import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InboxOnDisk } from "../testing/inbox-on-disk.ts";
import { historyLimit } from "./history-limit.ts";
import { HISTORY_LIMIT_MAX, PendingHistory, type SkippedMessage } from "./pending-history.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const FLOWERS = "zgr-00112233445566778899";
const TRAVEL = "zgr-99887766554433221100";

let disk: InboxOnDisk;

beforeEach(() => {
  disk = new InboxOnDisk();
});
afterEach(() => disk[Symbol.dispose]());

const history = (accountId = "default") => new PendingHistory(disk.ledger(accountId));

const message = (eventId: string, text = `tin ${eventId}`): SkippedMessage => ({
  eventId,
  messageId: `m-${eventId}`,
  sender: "An (6ede9afa66b88fe6d6a9)",
  text,
  sentAt: 1,
});

const skip = (eventId: string, chatId = FLOWERS, limit = 50) =>
  history().add(chatId, message(eventId), limit);
const textsFor = async (eventId: string, chatId = FLOWERS, limit = 50) =>
  (await history().take(chatId, eventId, limit)).map(({ text }) => text);

describe("what was skipped goes along with the next answered message", () => {
  test("in order, over a restart, and not with the one after it", async () => {
    await skip("e1");
    await skip("e2");
    disk.restart();
    expect(await history().take(FLOWERS, "q1", 50)).toEqual([message("e1"), message("e2")]);
    await history().settle(FLOWERS, "q1");
    disk.restart();
    expect(await textsFor("q2")).toEqual([]);
  });

  test("what is skipped while the answer is on its way goes along with the next one", async () => {
    await skip("e1");
    await textsFor("q1");
    await skip("e2");
    await history().settle(FLOWERS, "q1");
    expect(await textsFor("q2")).toEqual(["tin e2"]);
  });

  test("only in its own group and account", async () => {
    await skip("e1");
    expect(await textsFor("q1", TRAVEL)).toEqual([]);
    expect(await history("clinic").take(FLOWERS, "q1", 50)).toEqual([]);
    expect(await textsFor("q1")).toEqual(["tin e1"]);
  });

  test("a group whose id is the beginning of another's is another group", async () => {
    await skip("e1", "zgr-1");
    await skip("e2", "zgr-11");
    expect(await textsFor("q1", "zgr-1")).toEqual(["tin e1"]);
  });
});

describe("a process that dies", () => {
  test("before the answer is settled: the message that is handed in again takes the same", async () => {
    await skip("e1");
    expect(await textsFor("q1")).toEqual(["tin e1"]);
    disk.restart();
    expect(await textsFor("q1")).toEqual(["tin e1"]);
  });

  test("and whose message is given up: the next message takes over", async () => {
    await skip("e1");
    await textsFor("q1");
    disk.restart();
    expect(await textsFor("q2")).toEqual(["tin e1"]);
    await history().settle(FLOWERS, "q1");
    disk.restart();
    expect(await textsFor("q2")).toEqual(["tin e1"]);
    await history().settle(FLOWERS, "q2");
    expect(await textsFor("q3")).toEqual([]);
  });

  test("after settling: settling once more changes nothing", async () => {
    await skip("e1");
    await textsFor("q1");
    await history().settle(FLOWERS, "q1");
    await skip("e2");
    await history().settle(FLOWERS, "q1");
    expect(await textsFor("q2")).toEqual(["tin e2"]);
  });
});

describe("bounds", () => {
  test("the newest messages of a group stay", async () => {
    for (let at = 1; at <= 5; at += 1) await skip(`e${at}`, FLOWERS, 3);
    expect(await textsFor("q1")).toEqual(["tin e3", "tin e4", "tin e5"]);
  });

  test("a smaller limit shows fewer, and settles all", async () => {
    for (let at = 1; at <= 3; at += 1) await skip(`e${at}`);
    expect(await textsFor("q1", FLOWERS, 2)).toEqual(["tin e2", "tin e3"]);
    await history().settle(FLOWERS, "q1");
    expect(await textsFor("q2")).toEqual([]);
  });

  test("none are kept or shown with a limit of nought", async () => {
    await skip("e1", FLOWERS, 0);
    expect(await textsFor("q1")).toEqual([]);
    await skip("e2");
    expect(await textsFor("q1", FLOWERS, 0)).toEqual([]);
  });

  test("no limit is larger than what the gateway shows", async () => {
    for (let at = 1; at <= HISTORY_LIMIT_MAX + 2; at += 1) await skip(`e${at}`, FLOWERS, 1_000_000);
    const texts = await textsFor("q1", FLOWERS, 1_000_000);
    expect(texts).toHaveLength(HISTORY_LIMIT_MAX);
    expect(texts[0]).toBe("tin e3");
  });

  test("a long text is cut, never inside a letter", async () => {
    await history().add(FLOWERS, message("e1", "🌸".repeat(2_000)), 50);
    const [text] = await textsFor("q1");
    expect(text).toBe(`${"🌸".repeat(999)}…`);
  });

  test("a message that says nothing is not kept", async () => {
    await history().add(FLOWERS, message("e1", ""), 50);
    expect(await textsFor("q1")).toEqual([]);
  });

  test("an event that is handed in twice is kept once", async () => {
    await skip("e1");
    await skip("e1");
    expect(await textsFor("q1")).toEqual(["tin e1"]);
  });

  test("the groups that were silent for longest are forgotten", async () => {
    for (let at = 0; at <= 500; at += 1) {
      disk.clock.advance(1);
      await skip(`e${at}`, `zgr-${at}`);
    }
    expect(await textsFor("q", "zgr-0")).toEqual([]);
    expect(await textsFor("q", "zgr-1")).toEqual(["tin e1"]);
    disk.clock.advance(31 * DAY_MS);
    await history().prune();
    expect(await textsFor("q", "zgr-500")).toEqual([]);
  });
});

test("the account's limit counts before the gateway's, and there is a default", () => {
  expect(historyLimit(0, 20)).toBe(0);
  expect(historyLimit(undefined, 20)).toBe(20);
  expect(historyLimit(undefined, undefined)).toBe(50);
});
