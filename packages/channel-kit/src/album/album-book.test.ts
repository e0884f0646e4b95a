import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AnswerBook } from "../answer/answer-book.ts";
import { InboxOnDisk } from "../testing/inbox-on-disk.ts";
import { AlbumBook } from "./album-book.ts";

const HOUR_MS = 60 * 60 * 1_000;
const TURN = { agentId: "main", sessionKey: "agent:main:zalo:alice" };

let disk: InboxOnDisk;

beforeEach(() => {
  disk = new InboxOnDisk();
});
afterEach(() => disk[Symbol.dispose]());

const answers = () => new AnswerBook(disk.ledger("shop"));
const albums = () => new AlbumBook(disk.ledger("shop"), answers());

/** The agent is asked about an album. */
async function ask(lead: string, parts: readonly string[]): Promise<void> {
  await albums().begin(lead, parts);
  await answers().begin(lead, "alice", TURN);
}

async function answered(...eventIds: string[]): Promise<boolean[]> {
  return await Promise.all(eventIds.map((id) => albums().isAnswered(id)));
}

describe("the other pictures of an album", () => {
  test("are answered once the agent's answer is written down, and not before", async () => {
    await ask("1", ["2", "3"]);
    disk.restart();
    expect(await answered("2", "3")).toEqual([false, false]);
    await answers().add("1", ["đẹp quá"], true);
    disk.restart();
    expect(await answered("2", "3")).toEqual([true, true]);
    expect(await answered("1", "4")).toEqual([false, false]);
  });

  test("are answered when the turn ended without a word", async () => {
    await ask("1", ["2"]);
    await answers().finish("1");
    expect(await answered("2")).toEqual([true]);
  });

  test("a process that dies between the note and the turn leaves them unanswered", async () => {
    await albums().begin("1", ["2"]);
    disk.restart();
    expect(await answered("2")).toEqual([false]);
  });

  test("a next attempt that leaves one out gives it back", async () => {
    await ask("1", ["2", "3"]);
    disk.restart();
    await ask("1", ["2"]);
    await answers().add("1", ["đẹp quá"], true);
    expect(await answered("2", "3")).toEqual([true, false]);
  });

  test("a next attempt with none gives all back", async () => {
    await ask("1", ["2"]);
    await ask("1", []);
    await answers().add("1", ["đẹp quá"], true);
    expect(await answered("2")).toEqual([false]);
  });

  test("one whose album was given up may begin an album of its own", async () => {
    await ask("1", ["2", "3"]);
    await ask("2", ["3"]);
    await answers().add("2", ["đẹp quá"], true);
    expect(await answered("2", "3")).toEqual([false, true]);
  });

  test("are the gateway's when it has taken the turn over, until the turn is begun again", async () => {
    await ask("1", ["2"]);
    await albums().handOver("1");
    await answers().forget("1");
    disk.restart();
    expect(await answered("2")).toEqual([true]);
    await ask("1", ["2"]);
    expect(await answered("2")).toEqual([false]);
  });

  test("a message that is no album leaves no note", async () => {
    await ask("1", []);
    await albums().handOver("1");
    expect(await disk.ledger("shop").list("album")).toEqual([]);
  });

  test("notes are forgotten after a day", async () => {
    await ask("1", ["2"]);
    await answers().add("1", ["đẹp quá"], true);
    await disk.clock.advance(23 * HOUR_MS);
    await albums().prune();
    expect(await answered("2")).toEqual([true]);
    await disk.clock.advance(2 * HOUR_MS);
    await albums().prune();
    expect(await disk.ledger("shop").list("album")).toEqual([]);
  });
});
