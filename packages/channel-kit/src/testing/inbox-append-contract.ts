import { describe, expect, test } from "vitest";
import type { MakeStore } from "./inbox-contract.ts";

/** Writing events down, and knowing them again. */
export function testAppending(makeStore: MakeStore): void {
  describe("appending", () => {
    test("an event is kept with all that was said about it, and another connection sees it", async () => {
      await using store = await makeStore();
      const mine = await store.connect();
      const other = await store.connect();
      const answer = await mine
        .queue("work")
        .enqueue("m1", { text: "xin chào" }, { metadata: { from: "u1" }, receivedAt: 5, laneKey: "dm:u1" });
      const record = {
        id: "m1",
        channelId: store.channelId,
        accountId: "work",
        queueName: JSON.stringify([store.channelId, "work"]),
        payload: { text: "xin chào" },
        metadata: { from: "u1" },
        receivedAt: 5,
        updatedAt: store.clock.now(),
        laneKey: "dm:u1",
        attempts: 0,
      };
      expect(answer).toEqual({ kind: "accepted", duplicate: false, record });
      expect(await other.queue("work").listPending()).toEqual([record]);
    });

    test("an event survives closing and opening again", async () => {
      await using store = await makeStore();
      const before = await store.connect();
      await before.queue("work").enqueue("m1", { text: "một" });
      await before.close();
      const after = await store.connect();
      expect((await after.queue("work").listPending()).map(({ id }) => id)).toEqual(["m1"]);
    });

    test("a redelivery is answered with what became of the first delivery, and changes nothing", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const again = () => queue.enqueue("m1", { text: "hai" });
      await queue.enqueue("m1", { text: "một" });
      expect(await again()).toMatchObject({
        kind: "pending",
        duplicate: true,
        record: { payload: { text: "một" } },
      });
      const claim = await queue.claimNext({ ownerId: "w1" });
      expect(await again()).toEqual({ kind: "claimed", duplicate: true, record: claim });
      await queue.fail("m1", { reason: "nothing holds it by that id" });
      if (claim === null) throw new Error("The event was not claimed.");
      await queue.fail(claim, { reason: "broken", message: "no way" });
      expect(await again()).toMatchObject({
        kind: "failed",
        duplicate: true,
        record: { reason: "broken", message: "no way", failedAt: store.clock.now() },
      });
      await queue.resubmit("m1");
      await queue.complete("m1", { metadata: { by: "w1" } });
      expect(await again()).toMatchObject({
        kind: "completed",
        duplicate: true,
        record: { metadata: { by: "w1" }, completedAt: store.clock.now() },
      });
      expect(await queue.listPending()).toEqual([]);
    });

    test("the same id in two accounts is two events", async () => {
      await using store = await makeStore();
      const { queue } = await store.connect();
      expect((await queue("work").enqueue("m1", { text: "một" })).kind).toBe("accepted");
      expect((await queue("home").enqueue("m1", { text: "hai" })).kind).toBe("accepted");
      expect(await queue("home").listPending()).toMatchObject([{ payload: { text: "hai" } }]);
    });

    test("events appended together keep their order, and a double among them is one event", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const ids = ["z", "y", "x", "y", "w"];
      const answers = await Promise.all(ids.map((id) => queue.enqueue(id, { text: id })));
      expect(answers.map(({ kind }) => kind)).toEqual([
        "accepted",
        "accepted",
        "accepted",
        "pending",
        "accepted",
      ]);
      expect((await queue.listPending()).map(({ id }) => id)).toEqual(["z", "y", "x", "w"]);
      expect((await queue.listPending({ orderBy: "id" })).map(({ id }) => id)).toEqual(["w", "x", "y", "z"]);
      expect((await queue.listPending({ limit: 2 })).map(({ id }) => id)).toEqual(["z", "y"]);
    });

    test("an event that cannot be written as JSON is refused alone", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const loop: { text: string; self?: unknown } = { text: "một" };
      loop.self = loop;
      const answers = await Promise.allSettled([
        queue.enqueue("m1", { text: "một" }),
        queue.enqueue("m2", loop),
        queue.enqueue("", { text: "no id" }),
        queue.enqueue("m3", { text: "ba" }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
      expect((await queue.listPending()).map(({ id }) => id)).toEqual(["m1", "m3"]);
    });

    test("more than a hundred waiting events are listed only when all are asked for", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await Promise.all(Array.from({ length: 101 }, (_, index) => queue.enqueue(`m${index}`, { text: "" })));
      expect(await queue.listPending()).toHaveLength(100);
      expect(await queue.listPending({ limit: "all" })).toHaveLength(101);
    });

    test("the waiting events of one lane are listed in order of arrival, without those of others", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      for (const [id, laneKey] of [
        ["a1", "alice"],
        ["b1", "bob"],
        ["a2", "alice"],
      ] as const) {
        await queue.enqueue(id, { text: id }, { laneKey });
      }
      await queue.enqueue("none", { text: "" });
      await queue.claim("a1");
      await queue.enqueue("a3", { text: "" }, { laneKey: "alice" });
      const ids = async (laneKey: string) => (await queue.listPending({ laneKey })).map(({ id }) => id);
      expect(await ids("alice")).toEqual(["a2", "a3"]);
      expect(await ids("bob")).toEqual(["b1"]);
      expect(await ids("")).toEqual([]);
    });

    test("a redelivery of an unreadable waiting event finds it put aside as failed", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await queue.enqueue("m1", { text: "một" });
      await store.spoil("work", "m1");
      expect(await queue.enqueue("m1", { text: "một" })).toMatchObject({
        kind: "failed",
        record: { reason: "corrupt_payload" },
      });
    });

    test("a queue can be wrapped by copying it", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const completed: string[] = [];
      const wrapped = {
        ...queue,
        complete: (...args: Parameters<typeof queue.complete>) => {
          completed.push(typeof args[0] === "string" ? args[0] : args[0].id);
          return queue.complete(...args);
        },
      };
      await wrapped.enqueue("m1", { text: "một" });
      const claim = await wrapped.claimNext();
      if (claim === null) throw new Error("The event was not claimed.");
      expect(await wrapped.complete(claim)).toBe(true);
      expect(completed).toEqual(["m1"]);
      expect(await queue.listClaims()).toEqual([]);
    });
  });
}
