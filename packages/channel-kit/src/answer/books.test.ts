import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InboxOnDisk } from "../testing/inbox-on-disk.ts";
import { AnswerBook } from "./answer-book.ts";
import { attemptMessageId } from "./answer-record.ts";
import { OutgoingBook } from "./outgoing-book.ts";

const HOUR_MS = 60 * 60 * 1_000;
const TURN = { agentId: "main", sessionKey: "agent:main:zalo:alice" };

let disk: InboxOnDisk;

beforeEach(() => {
  disk = new InboxOnDisk();
});
afterEach(() => disk[Symbol.dispose]());

const answers = (accountId = "default") => new AnswerBook(disk.ledger(accountId));
const outgoing = (accountId = "default") => new OutgoingBook(disk.ledger(accountId));

describe("the answers under way", () => {
  test("an event that the agent was never asked about is unknown", async () => {
    expect(await answers().read("e1")).toBeUndefined();
  });

  test("each step survives the process", async () => {
    await answers().begin("e1", "alice", TURN);
    disk.restart();
    expect(await answers().read("e1")).toMatchObject({
      chatId: "alice",
      attempt: 1,
      turn: TURN,
      final: false,
    });
    await answers().add("e1", ["một", "hai"], true);
    disk.restart();
    expect((await answers().read("e1"))?.pieces).toEqual([
      { text: "một", state: "waiting" },
      { text: "hai", state: "waiting" },
    ]);
    await answers().savePiece("e1", 1, { text: "hai", state: "sent", messageId: "m2" });
    disk.restart();
    expect((await answers().read("e1"))?.pieces.map(({ state }) => state)).toEqual(["waiting", "sent"]);
    await answers().finish("e1");
    disk.restart();
    expect(await answers().read("e1")).toMatchObject({ final: true, done: true });
  });

  test("a formatted piece keeps its plain form over a restart", async () => {
    await answers().begin("e1", "alice", TURN);
    await answers().add("e1", ["một", { text: "**hai**", plain: "hai" }], true);
    disk.restart();
    expect((await answers().read("e1"))?.pieces).toEqual([
      { text: "một", state: "waiting" },
      { text: "**hai**", plain: "hai", state: "waiting" },
    ]);
  });

  test("pictures, voices and stickers survive the process, and know what to say when they are refused", async () => {
    const messages = [
      { text: "Hoa\nhttps://x/a.png", media: { kind: "image", url: "https://x/a.png", caption: "Hoa" } },
      { text: "https://x/a.aac", media: { kind: "voice", url: "https://x/a.aac" } },
      { text: "", media: { kind: "sticker", id: "s1" } },
    ] as const;
    await answers().begin("e1", "alice", TURN);
    await answers().add("e1", messages, true);
    disk.restart();
    expect((await answers().read("e1"))?.pieces).toEqual(
      messages.map((message) => ({ ...message, state: "waiting" })),
    );
  });

  test("asking the agent again counts up and forgets what the unfinished turn said", async () => {
    const book = answers();
    await book.begin("e1", "alice", TURN);
    await book.add("e1", ["nửa câu"], false);
    const again = await book.begin("e1", "alice", { ...TURN, agentId: "other" });
    expect(again).toMatchObject({ attempt: 2, pieces: [], final: false, turn: { agentId: "other" } });
  });

  test("what is said in several parts is one answer, and final once the final part is there", async () => {
    const book = answers();
    await book.begin("e1", "alice", TURN);
    expect((await book.add("e1", ["một"], false)).final).toBe(false);
    expect((await book.add("e1", ["hai"], true)).final).toBe(true);
    const more = await book.add("e1", ["ba"], false);
    expect(more.final).toBe(true);
    expect(more.pieces.map(({ text }) => text)).toEqual(["một", "hai", "ba"]);
  });

  test("nothing can be added to an answer that is not under way", async () => {
    await expect(answers().add("e1", ["một"], true)).rejects.toThrow("No answer is under way for event e1.");
  });

  test("accounts do not see each other's answers", async () => {
    await answers("shop").begin("e1", "alice", TURN);
    expect(await answers("clinic").all()).toEqual([]);
    expect((await answers("shop").all()).map(({ eventId }) => eventId)).toEqual(["e1"]);
  });

  test("an event's id comes back whole, colons included", async () => {
    await answers().begin("zgr-1:m:1", "zgr-1", TURN);
    expect((await answers().all()).map(({ eventId }) => eventId)).toEqual(["zgr-1:m:1"]);
  });

  test("they are forgotten after a day, and at once when told so", async () => {
    const book = answers();
    await book.begin("old", "alice", TURN);
    await disk.clock.advance(23 * HOUR_MS);
    await book.begin("young", "alice", TURN);
    await book.prune();
    expect(await book.all()).toHaveLength(2);
    await disk.clock.advance(2 * HOUR_MS);
    await book.prune();
    expect((await book.all()).map(({ eventId }) => eventId)).toEqual(["young"]);
    await book.forget("young");
    expect(await book.all()).toEqual([]);
  });

  test("forgetting answers leaves other notes of the account alone", async () => {
    await outgoing().open("d1", 0, ["một"]);
    await answers().begin("old", "alice", TURN);
    await disk.clock.advance(48 * HOUR_MS);
    await answers().prune();
    expect(await outgoing().pieces("d1")).toHaveLength(1);
  });
});

test("each attempt goes to the gateway under an id of its own, the first under the platform's", () => {
  expect([1, 2, 3].map((attempt) => attemptMessageId("m1", attempt))).toEqual(["m1", "m1~2", "m1~3"]);
});

describe("the sends that the gateway queues", () => {
  test("a send that was never begun is unknown", async () => {
    expect(await outgoing().pieces("d1")).toEqual([]);
  });

  test("a second try finds what the first has done, whatever texts it brings", async () => {
    await outgoing().open("d1", 0, ["một", "hai"]);
    await outgoing().savePiece("d1", 0, 0, { text: "một", state: "sent", messageId: "m1" });
    disk.restart();
    expect(await outgoing().open("d1", 0, ["một và hai"])).toEqual([
      { text: "một", state: "sent", messageId: "m1" },
      { text: "hai", state: "waiting" },
    ]);
  });

  test("an earlier try is found by its part, and only by that", async () => {
    await outgoing().open("d1", 0, ["một"]);
    disk.restart();
    expect(await outgoing().find("d1", 0)).toEqual([{ text: "một", state: "waiting" }]);
    expect(await outgoing().find("d1", 1)).toBeUndefined();
    expect(await outgoing().find("d", 0)).toBeUndefined();
  });

  test("parts come back in their order, the tenth after the ninth", async () => {
    for (const part of [10, 2, 0, 9]) await outgoing().open("d1", part, [`phần ${part}`]);
    expect((await outgoing().pieces("d1")).map(({ text }) => text)).toEqual([
      "phần 0",
      "phần 2",
      "phần 9",
      "phần 10",
    ]);
  });

  test("a delivery whose id begins like another's is not mixed up with it", async () => {
    await outgoing().open("d1", 0, ["một"]);
    await outgoing().open("d12", 0, ["hai"]);
    expect((await outgoing().pieces("d1")).map(({ text }) => text)).toEqual(["một"]);
  });

  test("they are kept for a week", async () => {
    await outgoing().open("d1", 0, ["một"]);
    await disk.clock.advance(6 * 24 * HOUR_MS);
    await outgoing().prune();
    expect(await outgoing().pieces("d1")).toHaveLength(1);
    await disk.clock.advance(2 * 24 * HOUR_MS);
    await outgoing().prune();
    expect(await outgoing().pieces("d1")).toEqual([]);
  });
});
