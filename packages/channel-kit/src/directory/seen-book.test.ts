import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chatId, userId } from "../envelope/ids.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Ledger } from "../inbox/ledger.ts";
import { openInbox } from "../inbox/sqlite-inbox.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { SeenBook } from "./seen-book.ts";

const MINUTE_MS = 60_000;
const AN = { id: userId("6ede9afa66b88fe6d6a9"), name: "An" };
const HUONG = { id: userId("0f12ab34cd56ef7890ab"), name: "Đặng Hương" };
const FLOWERS = { id: chatId("zgr-00112233445566778899"), kind: "group" as const };

let folder: string;
let clock: FakeClock;
let inbox: Inbox;
let ledger: Ledger;
let writes: number;
let seen: SeenBook;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "seen-"));
  clock = new FakeClock();
  start();
});
afterEach(() => {
  inbox.close();
  rmSync(folder, { recursive: true });
});

/** A new process over the same file. */
function start(): void {
  inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalo", clock });
  ledger = inbox.ledger("default");
  writes = 0;
  const counting: Ledger = {
    ...ledger,
    put: async (key, value) => {
      writes += 1;
      await ledger.put(key, value);
    },
  };
  seen = new SeenBook(counting, clock);
}

function restart(): void {
  inbox.close();
  start();
}

const direct = (sender: { id: ReturnType<typeof userId>; name?: string }) =>
  seen.note({ sender, chat: { id: chatId(sender.id), kind: "direct" } });
const inGroup = (sender: typeof AN) => seen.note({ sender, chat: FLOWERS });

describe("who is remembered", () => {
  test("people by id, with their names, the last one first, over a restart", async () => {
    await direct(AN);
    clock.advance(MINUTE_MS);
    await direct(HUONG);
    restart();
    expect(await seen.people()).toEqual([
      { id: HUONG.id, name: "Đặng Hương", lastSeenAt: clock.now() },
      { id: AN.id, name: "An", lastSeenAt: clock.now() - MINUTE_MS },
    ]);
    expect(await seen.groups()).toEqual([]);
  });

  test("groups with who spoke last, and the speaker as a person", async () => {
    await inGroup(AN);
    expect(await seen.groups()).toEqual([{ id: FLOWERS.id, lastSpeaker: AN, lastSeenAt: clock.now() }]);
    expect(await seen.people()).toMatchObject([{ id: AN.id }]);
  });

  test("somebody without a name", async () => {
    await direct({ id: AN.id });
    expect(await seen.people()).toEqual([{ id: AN.id, lastSeenAt: clock.now() }]);
  });

  test("a group's title, where the platform tells it", async () => {
    await seen.note({ sender: AN, chat: { ...FLOWERS, title: "Hội yêu hoa" } });
    expect(await seen.groups()).toMatchObject([{ title: "Hội yêu hoa" }]);
  });

  test("each account has its own", async () => {
    await direct(AN);
    expect(await new SeenBook(inbox.ledger("clinic"), clock).people()).toEqual([]);
  });
});

describe("what it costs", () => {
  test("somebody who writes on and on costs one write an hour, over restarts as well", async () => {
    for (let minute = 0; minute < 59; minute += 1) {
      await direct(AN);
      clock.advance(MINUTE_MS);
    }
    expect(writes).toBe(1);
    restart();
    await direct(AN);
    expect(writes).toBe(0);
    clock.advance(MINUTE_MS);
    await direct(AN);
    expect(writes).toBe(1);
  });

  test("a new name is written at once", async () => {
    await direct(AN);
    await direct({ ...AN, name: "An Nguyễn" });
    expect(await seen.people()).toMatchObject([{ name: "An Nguyễn" }]);
  });

  test("people who talk by turns in a group cost one write a minute", async () => {
    await inGroup(AN);
    await inGroup(HUONG);
    const before = writes;
    for (let turn = 0; turn < 10; turn += 1) await inGroup(turn % 2 === 0 ? AN : HUONG);
    expect(writes).toBe(before);
    clock.advance(MINUTE_MS);
    await inGroup(HUONG);
    expect(writes).toBe(before + 1);
    expect(await seen.groups()).toMatchObject([{ lastSpeaker: HUONG }]);
  });
});

test("those not seen for longest are forgotten", async () => {
  const puts = Array.from({ length: 5_010 }, (_, at) => ledger.put(`seen:person:old-${at}`, {}));
  await Promise.all(puts);
  clock.advance(MINUTE_MS);
  for (let at = 0; at < 50; at += 1) await direct({ id: userId(`new-${at}`) });
  const people = await seen.people();
  expect(people).toHaveLength(5_000);
  expect(people.slice(0, 50).every(({ id }) => id.startsWith("new-"))).toBe(true);
});
