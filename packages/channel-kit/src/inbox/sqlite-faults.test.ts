import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { ChannelError } from "../outcome/channel-error.ts";
import { systemClock } from "../time/clock.ts";
import type { IngressQueue } from "./queue.ts";
import { openInbox } from "./sqlite-inbox.ts";

describe("a full disk", () => {
  test("refuses what does not fit, keeps what did, and takes more once there is room", async () => {
    using place = temporaryPlace();
    const full = openInbox({ ...place.options, maxPages: 60 });
    const large = "x".repeat(20_000);
    const stored: string[] = [];
    const failure = await appendUntilRefused(full.queue<string>("work"), large, stored);
    expect(failure).toMatchObject({ code: "storage", retryable: true });
    expect(failure).toHaveProperty("message", expect.stringContaining('channel "zalo"'));
    expect(failure).toHaveProperty("message", expect.stringContaining('account "work": the disk is full'));
    expect(stored.length).toBeGreaterThan(3);
    expect((await full.queue("work").listPending()).map(({ id }) => id)).toEqual(stored);
    full.close();
    using roomy = openInbox(place.options);
    const queue = roomy.queue<string>("work");
    expect((await queue.enqueue("later", large)).kind).toBe("accepted");
    expect((await queue.listPending()).map(({ id, payload }) => [id, payload.length])).toEqual(
      [...stored, "later"].map((id) => [id, large.length]),
    );
  });

  test("among events appended together, refuses only those that do not fit", async () => {
    using place = temporaryPlace();
    using inbox = openInbox({ ...place.options, maxPages: 60 });
    const queue = inbox.queue<string>("work");
    const sizes = Array.from({ length: 12 }, (_, index) => (index === 5 ? 1_000_000 : 4_000));
    const answers = await Promise.allSettled(
      sizes.map((size, index) => queue.enqueue(`m${index}`, "x".repeat(size))),
    );
    const refused = answers.flatMap(({ status }, index) => (status === "rejected" ? [`m${index}`] : []));
    expect(refused).toEqual(["m5"]);
    const stored = await queue.listPending();
    expect(stored.map(({ id }) => id)).toEqual([
      "m0",
      "m1",
      "m2",
      "m3",
      "m4",
      "m6",
      "m7",
      "m8",
      "m9",
      "m10",
      "m11",
    ]);
  });
});

describe("a locked database", () => {
  test("is reported when it stays locked, and used again when it is free", async () => {
    using place = temporaryPlace();
    using inbox = openInbox({ ...place.options, lockWaitMs: 1 });
    using other = new DatabaseSync(place.options.file);
    other.exec("BEGIN EXCLUSIVE");
    const answers = await Promise.allSettled([
      inbox.queue("work").enqueue("m1", 1),
      inbox.queue("work").enqueue("m2", 2),
    ]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: "rejected", reason: { code: "storage", retryable: true } });
      expect(answer).toHaveProperty("reason.message", expect.stringContaining("keeps the database locked"));
    }
    expect(await inbox.queue("work").listPending()).toEqual([]);
    other.exec("ROLLBACK");
    expect((await inbox.queue("work").enqueue("m1", 1)).kind).toBe("accepted");
  });

  test("is waited for, and what comes meanwhile is written too", async () => {
    using place = temporaryPlace();
    using other = new DatabaseSync(place.options.file);
    const more: Promise<unknown>[] = [];
    const clock = {
      now: systemClock.now,
      sleep: async () => {
        more.push(inbox.queue("work").enqueue("m2", 2));
        other.exec("ROLLBACK");
      },
    };
    using inbox = openInbox({ ...place.options, clock });
    other.exec("BEGIN IMMEDIATE");
    await inbox.queue("work").enqueue("m1", 1);
    await Promise.all(more);
    expect((await inbox.queue("work").listPending()).map(({ id }) => id)).toEqual(["m1", "m2"]);
  });

  test("cannot be opened, and says why", () => {
    using place = temporaryPlace();
    openInbox(place.options).close();
    using other = new DatabaseSync(place.options.file);
    other.exec("PRAGMA locking_mode = EXCLUSIVE");
    other.exec("BEGIN EXCLUSIVE");
    const error = failureOf(() => openInbox({ ...place.options, lockWaitMs: 1 }));
    expect(error).toMatchObject({ code: "storage", retryable: true });
    expect(error.message).toContain("another process keeps the database locked");
  });
});

describe("a file that cannot be used", () => {
  test("is left as it is when it is no database at all", () => {
    using place = temporaryPlace();
    const garbage = "this was never a database ".repeat(400);
    writeFileSync(place.options.file, garbage);
    const error = failureOf(() => openInbox(place.options));
    expect(error).toMatchObject({ code: "storage", retryable: false });
    expect(error.message).toContain(
      'The inbox of channel "zalo" cannot be opened: its database file is damaged.',
    );
    expect(error.fix).toContain(`move ${place.options.file} aside`);
    expect(error.fix).toContain(".recover");
    expect(readFileSync(place.options.file, "utf8")).toBe(garbage);
  });

  test("is left as it is when a part of it is overwritten", async () => {
    using place = temporaryPlace();
    const inbox = openInbox(place.options);
    const append = (_: unknown, index: number) => inbox.queue("work").enqueue(`m${index}`, "x".repeat(3_000));
    await Promise.all(Array.from({ length: 40 }, append));
    inbox.close();
    const bytes = readFileSync(place.options.file);
    bytes.fill(0xa5, 4_096, bytes.length - 4_096);
    writeFileSync(place.options.file, bytes);
    expect(failureOf(() => openInbox(place.options)).message).toContain("damaged");
    expect(readFileSync(place.options.file).equals(bytes)).toBe(true);
  });

  test("is refused when a newer version wrote it", () => {
    using place = temporaryPlace();
    openInbox(place.options).close();
    place.sql("PRAGMA user_version = 2");
    const before = readFileSync(place.options.file);
    const error = failureOf(() => openInbox(place.options));
    expect(error).toMatchObject({ code: "storage", retryable: false });
    expect(error.message).toContain("schema version 2, and this plugin knows only 1");
    expect(readFileSync(place.options.file).equals(before)).toBe(true);
  });

  test("is refused when it is a database of something else", () => {
    using place = temporaryPlace();
    place.sql("CREATE TABLE recipes (name TEXT)");
    expect(failureOf(() => openInbox(place.options)).message).toContain("a database of something else");
  });

  test("is refused when it is a folder", () => {
    using place = temporaryPlace();
    mkdirSync(place.options.file);
    expect(failureOf(() => openInbox(place.options))).toMatchObject({ code: "storage", retryable: false });
    expect(statSync(place.options.file).isDirectory()).toBe(true);
  });

  test("is refused when its folder cannot be made", () => {
    using place = temporaryPlace();
    writeFileSync(place.options.file, "");
    const error = failureOf(() =>
      openInbox({ channelId: "zalo", file: join(place.options.file, "inbox.sqlite") }),
    );
    expect(error).toMatchObject({ code: "storage" });
    expect(error.fix).toContain("read and write access");
  });
});

describe("the file", () => {
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

  test("and its side files and its folder belong to their user alone", async () => {
    using place = temporaryPlace();
    const folder = join(place.folder, "state", "zalo");
    const file = join(folder, "inbox.sqlite");
    using inbox = openInbox({ channelId: "zalo", file });
    await inbox.queue("work").enqueue("m1", 1);
    expect([folder, file, `${file}-wal`, `${file}-shm`].map(mode)).toEqual(["700", "600", "600", "600"]);
  });

  test("is made private again when it was not", () => {
    using place = temporaryPlace();
    openInbox(place.options).close();
    chmodSync(place.options.file, 0o644);
    openInbox(place.options).close();
    expect(mode(place.options.file)).toBe("600");
  });
});

test("a handled event leaves its words nowhere in the tables", async () => {
  using place = temporaryPlace();
  using inbox = openInbox(place.options);
  const queue = inbox.queue("work");
  await queue.enqueue("m1", "a secret", { metadata: "from me" });
  await queue.complete("m1");
  using other = new DatabaseSync(place.options.file);
  expect(other.prepare("SELECT event_id, payload, metadata FROM events").all()).toEqual([
    { event_id: "m1", payload: null, metadata: null },
  ]);
});

describe("closing", () => {
  test("writes what was asked for before, and refuses what comes after", async () => {
    using place = temporaryPlace();
    const inbox = openInbox(place.options);
    const queue = inbox.queue("work");
    const waiting = queue.enqueue("m1", 1);
    inbox.close();
    inbox.close();
    expect((await waiting).kind).toBe("accepted");
    await expect(queue.enqueue("m2", 2)).rejects.toMatchObject({ code: "storage", retryable: false });
    await expect(queue.listPending()).rejects.toThrow("it has been closed");
    expect(() => inbox.depth("work")).toThrow("it has been closed");
    using again = openInbox(place.options);
    expect((await again.queue("work").listPending()).map(({ id }) => id)).toEqual(["m1"]);
  });
});

test("the depth counts each state and names the longest-waiting event", async () => {
  using place = temporaryPlace();
  using inbox = openInbox(place.options);
  const queue = inbox.queue("work");
  expect(inbox.depth("work")).toEqual({ pending: 0, claimed: 0, failed: 0 });
  for (const [index, receivedAt] of [30, 10, 20, 40].entries()) {
    await queue.enqueue(`m${index}`, index, { receivedAt });
  }
  await queue.claim("m1");
  await queue.fail("m3", { reason: "broken" });
  await queue.complete("handled");
  expect(inbox.depth("work")).toEqual({ pending: 2, claimed: 1, failed: 1, oldestPendingAt: 20 });
  expect(inbox.depth("home")).toEqual({ pending: 0, claimed: 0, failed: 0 });
});

/** The error that ended it; `stored` receives the ids that were acknowledged before. */
async function appendUntilRefused(queue: IngressQueue<string>, payload: string, stored: string[]) {
  for (let index = 0; ; index += 1) {
    try {
      await queue.enqueue(`m${index}`, payload);
      stored.push(`m${index}`);
    } catch (error) {
      return error;
    }
  }
}

function failureOf(attempt: () => unknown): ChannelError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}

function temporaryPlace() {
  const folder = mkdtempSync(join(tmpdir(), "inbox-"));
  const file = join(folder, "inbox.sqlite");
  return {
    folder,
    options: { channelId: "zalo", file },
    sql: (text: string) => {
      using db = new DatabaseSync(file);
      db.exec(text);
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
