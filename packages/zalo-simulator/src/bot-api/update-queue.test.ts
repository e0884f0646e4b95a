import { describe, expect, test } from "vitest";
import { scene, WAIT } from "../testing/scene.ts";

/** Short enough for polls that are meant to run out. */
const SHORT = { maxPollSeconds: 0.05 };

const closings = (zalo: Awaited<ReturnType<typeof scene>>["zalo"]) =>
  zalo.journal.entries.flatMap((entry) => (entry.kind === "poll-closed" ? [entry.why] : []));

describe("an open poll", () => {
  test("gets a message the moment a person writes it", async () => {
    await using s = await scene();
    const poll = s.call("getUpdates", { timeout: 30 });
    await s.pollsOpened(1);
    const messageId = s.alice.says(s.bot, "xin chào");
    const { body } = await poll;
    expect(body?.result).toEqual({
      event_name: "message.text.received",
      message: {
        message_id: messageId,
        date: expect.any(Number),
        from: { id: s.alice.id, display_name: "Alice", is_bot: false },
        chat: { id: s.alice.id, chat_type: "PRIVATE" },
        text: "xin chào",
      },
    });
  });

  test("takes nothing once its client has left", async () => {
    await using s = await scene();
    const leave = new AbortController();
    const poll = s.call("getUpdates", { timeout: 30 }, { signal: leave.signal });
    await s.pollsOpened(1);
    leave.abort();
    await expect(poll).rejects.toThrow();
    const closed = await s.zalo.journal.waitFor(({ kind }) => kind === "poll-closed", WAIT);
    expect(closed).toMatchObject({ why: "aborted-by-client" });
    const messageId = s.alice.says(s.bot, "còn đó không?");
    expect((await s.call("getUpdates")).body?.result?.message?.message_id).toBe(messageId);
  });

  test("loses the message that comes at the very moment its client leaves, and the journal says so", async () => {
    await using s = await scene();
    const leave = new AbortController();
    const poll = s.call("getUpdates", {}, { signal: leave.signal });
    await s.pollsOpened(1);
    leave.abort();
    const messageId = s.alice.says(s.bot, "xin chào");
    await expect(poll).rejects.toThrow();
    await s.zalo.journal.waitFor((entry) => entry.kind === "lost" && entry.messageId === messageId, WAIT);
    s.bot.switches.maxPollSeconds = 0.05;
    expect((await s.call("getUpdates")).body?.error_code).toBe(408);
  });

  test("ends when the simulator closes", async () => {
    const s = await scene();
    const poll = s.call("getUpdates", { timeout: 30 });
    await s.pollsOpened(1);
    await s.zalo.close();
    await expect(poll).rejects.toThrow();
    expect(closings(s.zalo)).toEqual(["simulator-closed"]);
  });

  test("waits as long as it was asked to, in seconds, as a number or as text", async () => {
    await using s = await scene();
    const began = Date.now();
    await s.call("getUpdates", { timeout: 0.2 });
    await s.call("getUpdates", { timeout: "0.2" });
    expect(Date.now() - began).toBeGreaterThanOrEqual(390);
    const asked = s.zalo.journal.entries.flatMap((entry) =>
      entry.kind === "poll-opened" ? [entry.timeoutMs] : [],
    );
    expect(asked).toEqual([200, 200]);
  });

  test("with a timeout that is no number is refused", async () => {
    await using s = await scene();
    expect((await s.call("getUpdates", { timeout: "soon" })).body?.error_code).toBe(400);
  });
});

describe("an idle poll", () => {
  const idle408 = { ok: false, description: "Request timeout", error_code: 408 };
  test.each([
    ["ok-false-408", { status: 200, body: idle408 }],
    ["http-408-json", { status: 408, body: idle408 }],
    ["empty-ok", { status: 200, body: { ok: true, result: {} } }],
    ["empty-body", { status: 200, body: undefined, raw: "" }],
    ["html", { status: 408, body: undefined, raw: expect.stringContaining("<html>") }],
  ] as const)("in the form %s", async (idleForm, expected) => {
    await using s = await scene({ ...SHORT, idleForm });
    expect(await s.call("getUpdates")).toMatchObject(expected);
  });

  test("follows the failure style in its usual form", async () => {
    await using s = await scene({ ...SHORT, failureStyle: "http-status" });
    expect(await s.call("getUpdates")).toMatchObject({ status: 408, body: { error_code: 408 } });
  });

  test("never waits longer than maxPollSeconds", async () => {
    await using s = await scene({ maxPollSeconds: 0.01 });
    await s.call("getUpdates", { timeout: 3600 });
    expect(s.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "poll-opened", timeoutMs: 10 }),
    );
  });
});

describe("a message that nobody waits for", () => {
  test("is kept in order and handed over once, with consume", async () => {
    await using s = await scene(SHORT);
    s.alice.says(s.bot, "một");
    s.alice.says(s.bot, "hai");
    const texts = [await s.call("getUpdates"), await s.call("getUpdates")];
    expect(texts.map(({ body }) => body?.result?.message?.text)).toEqual(["một", "hai"]);
    expect((await s.call("getUpdates")).body?.error_code).toBe(408);
  });

  test("is lost once ten thousand newer ones wait, and the journal says so", async () => {
    await using s = await scene();
    const oldest = s.alice.says(s.bot, "đầu tiên");
    const next = s.alice.says(s.bot, "thứ hai");
    for (let count = 0; count < 9_999; count += 1) s.alice.says(s.bot, "nữa");
    expect(s.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "dropped", messageId: oldest, why: "queue-full" }),
    );
    expect((await s.call("getUpdates")).body?.result?.message?.message_id).toBe(next);
  });

  test("is lost with live-only, and the journal says so", async () => {
    await using s = await scene({ ...SHORT, queueMode: "live-only" });
    const messageId = s.alice.says(s.bot, "có ai không?");
    expect((await s.call("getUpdates")).body?.error_code).toBe(408);
    expect(s.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "dropped", messageId, why: "no-open-poll" }),
    );
  });

  test("that waited is lost when the queue becomes live-only", async () => {
    await using s = await scene(SHORT);
    s.alice.says(s.bot, "một");
    s.bot.switches.queueMode = "live-only";
    expect((await s.call("getUpdates")).body?.error_code).toBe(408);
  });

  test("comes again at every poll until its times are over, with replay", async () => {
    await using s = await scene({ ...SHORT, queueMode: "replay", replayTimes: 2 });
    s.alice.says(s.bot, "một");
    s.alice.says(s.bot, "hai");
    const texts: unknown[] = [];
    for (let poll = 0; poll < 4; poll += 1) {
      texts.push((await s.call("getUpdates")).body?.result?.message?.text);
    }
    expect(texts).toEqual(["một", "một", "hai", "hai"]);
    expect((await s.call("getUpdates")).body?.error_code).toBe(408);
  });
});

test("live-only hands a message to the poll that is open", async () => {
  await using s = await scene({ queueMode: "live-only" });
  const poll = s.call("getUpdates");
  await s.pollsOpened(1);
  s.alice.says(s.bot, "đúng lúc");
  expect((await poll).body?.result?.message?.text).toBe("đúng lúc");
});

test("an update comes in a list of one when the shape says so", async () => {
  await using s = await scene({ updateShape: "array" });
  s.alice.says(s.bot, "một");
  expect((await s.call("getUpdates")).body?.result).toEqual([
    expect.objectContaining({ event_name: "message.text.received" }),
  ]);
});

test("a redelivered message has the same id", async () => {
  await using s = await scene();
  const messageId = s.alice.says(s.bot, "một");
  await s.call("getUpdates");
  s.alice.redeliver(s.bot, messageId);
  expect((await s.call("getUpdates")).body?.result?.message?.message_id).toBe(messageId);
});

describe("two polls at once", () => {
  test("share the messages, each message going to one of them", async () => {
    await using s = await scene({ pollers: "multi" });
    const first = s.call("getUpdates");
    await s.pollsOpened(1);
    const second = s.call("getUpdates");
    await s.pollsOpened(2);
    s.alice.says(s.bot, "một");
    s.alice.says(s.bot, "hai");
    expect((await first).body?.result?.message?.text).toBe("một");
    expect((await second).body?.result?.message?.text).toBe("hai");
  });

  test.each([
    ["http200", 200],
    ["http-status", 409],
  ] as const)("are one too many for a single poller: 409 in the style %s", async (failureStyle, status) => {
    await using s = await scene({ pollers: "single", failureStyle });
    const first = s.call("getUpdates");
    await s.pollsOpened(1);
    expect(await s.call("getUpdates")).toMatchObject({ status, body: { ok: false, error_code: 409 } });
    s.alice.says(s.bot, "một");
    expect((await first).body?.result?.message?.text).toBe("một");
    expect(closings(s.zalo)).toEqual(["refused", "update"]);
  });

  test("end the older one idle when the newer one steals", async () => {
    await using s = await scene({ pollers: "single", secondPoll: "steal" });
    const first = s.call("getUpdates");
    await s.pollsOpened(1);
    const second = s.call("getUpdates");
    expect((await first).body?.error_code).toBe(408);
    s.alice.says(s.bot, "một");
    expect((await second).body?.result?.message?.text).toBe("một");
    expect(closings(s.zalo)).toEqual(["stolen", "update"]);
  });
});

test("forty people writing at once are all heard, once and in each one's order", async () => {
  await using s = await scene();
  const people = Array.from({ length: 40 }, (_, at) => s.zalo.world.addPerson({ name: `Person ${at}` }));
  const expected = new Map(people.map(({ id }) => [id, ["0", "1", "2", "3", "4"]]));
  const got = new Map<string, string[]>(people.map(({ id }) => [id, []]));
  let left = people.length * 5;
  const poller = async () => {
    while (left > 0) {
      left -= 1;
      const message = (await s.call("getUpdates")).body?.result?.message;
      got.get(message?.from.id ?? "")?.push(message?.text ?? "");
      await s.call("sendMessage", { chat_id: message?.chat.id, text: `đã nhận ${message?.text}` });
    }
  };
  const polling = poller();
  for (let round = 0; round < 5; round += 1) {
    for (const person of people) person.says(s.bot, String(round));
  }
  await polling;
  expect(got).toEqual(expected);
  for (const person of people) expect(person.hears(s.bot)).toHaveLength(5);
});
