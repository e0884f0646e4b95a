import { describe, expect, test } from "vitest";
import type { MakeStore, NoteQueue } from "./inbox-contract.ts";

async function claimNew(queue: NoteQueue, id: string) {
  await queue.enqueue(id, { text: id }, { metadata: { from: "u1" } });
  const claim = await queue.claim(id);
  if (claim === null) throw new Error(`Event ${id} could not be claimed.`);
  return claim;
}

/** What becomes of an event that was claimed. */
export function testSettling(makeStore: MakeStore): void {
  testEndings(makeStore);
  testRetries(makeStore);
  testOwnership(makeStore);
}

function testEndings(makeStore: MakeStore): void {
  describe("settling", () => {
    test("a handled event leaves the queue for good", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const claim = await claimNew(queue, "m1");
      expect(await queue.complete(claim, { metadata: { by: "w1" }, completedAt: 7 })).toBe(true);
      expect(await queue.complete(claim)).toBe(false);
      expect(await queue.listClaims()).toEqual([]);
      expect(await queue.enqueue("m1", { text: "late" })).toMatchObject({
        kind: "completed",
        record: { completedAt: 7, metadata: { by: "w1" } },
      });
    });

    test("an id that never came can be completed in advance", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      expect(await queue.complete("m1", { metadata: { by: "w1" } })).toBe(true);
      expect(await queue.complete("m1")).toBe(false);
      expect((await queue.enqueue("m1", { text: "" })).kind).toBe("completed");
    });

    test("a failed event is kept with all it had, and waits again when it is resubmitted", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const claim = await claimNew(queue, "m1");
      expect(await queue.fail(claim, { reason: "broken", message: "no way", failedAt: 9 })).toBe(true);
      const letter = {
        id: "m1",
        payload: { text: "m1" },
        metadata: { from: "u1" },
        reason: "broken",
        message: "no way",
        failedAt: 9,
        receivedAt: store.clock.now(),
        attempts: 0,
      };
      expect(await queue.listFailed()).toMatchObject([letter]);
      expect(await queue.resubmit("m1", { resubmittedAt: 11 })).toMatchObject({
        kind: "resubmitted",
        record: { id: "m1", payload: { text: "m1" }, receivedAt: 11, attempts: 0 },
        previous: letter,
      });
      expect((await queue.claimNext())?.payload).toEqual({ text: "m1" });
      expect(await queue.listFailed()).toEqual([]);
    });

    test("only a failed event can be resubmitted", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      expect(await queue.resubmit("m1")).toEqual({ kind: "not-found" });
      await queue.enqueue("m1", { text: "" });
      expect(await queue.resubmit("m1")).toEqual({ kind: "active", status: "pending" });
      await queue.claim("m1");
      expect(await queue.resubmit("m1")).toEqual({ kind: "active", status: "claimed" });
      await queue.complete("m2");
      expect(await queue.resubmit("m2")).toMatchObject({ kind: "completed", record: { id: "m2" } });
    });

    test("only a failed event can be discarded, and its id may come again", async () => {
      await using store = await makeStore();
      const inbox = await store.connect();
      const queue = inbox.queue("work");
      const discard = (id: string, accountId = "work") => inbox.discardFailed(accountId, id);
      expect(await discard("m1")).toBe(false);
      const claim = await claimNew(queue, "m1");
      expect(await discard("m1")).toBe(false);
      await queue.fail(claim, { reason: "broken" });
      expect(await discard("m1", "another")).toBe(false);
      await queue.enqueue("m2", { text: "waits" });
      expect(await discard("m2")).toBe(false);
      expect(await discard("m1")).toBe(true);
      expect(await queue.listFailed()).toEqual([]);
      expect((await queue.enqueue("m1", { text: "once more" })).kind).toBe("accepted");
    });

    test("a payload of null is a payload, also after failing", async () => {
      await using store = await makeStore();
      const { queue } = await store.connect();
      const nulls = queue("work") as unknown as { enqueue(id: string, payload: null): Promise<unknown> };
      await nulls.enqueue("m1", null);
      await queue("work").fail("m1", { reason: "broken" });
      expect(await queue("work").listFailed()).toMatchObject([{ payload: null }]);
      expect(await queue("work").resubmit("m1")).toMatchObject({ kind: "resubmitted" });
    });

    test("failed events are listed oldest failure first, up to the limit", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      for (const [id, failedAt] of [
        ["m1", 30],
        ["m2", 10],
        ["m3", 20],
      ] as const) {
        await queue.fail(await claimNew(queue, id), { reason: "broken", failedAt });
      }
      expect((await queue.listFailed()).map(({ id }) => id)).toEqual(["m2", "m3", "m1"]);
      expect((await queue.listFailed({ limit: 1 })).map(({ id }) => id)).toEqual(["m2"]);
    });

    test("a deleted event may come again", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const claim = await claimNew(queue, "m1");
      expect(await queue.delete("m1")).toBe(false);
      expect(await queue.delete(claim)).toBe(true);
      expect((await queue.enqueue("m1", { text: "" })).kind).toBe("accepted");
      const [record] = await queue.listPending();
      expect(record !== undefined && (await queue.delete(record))).toBe(true);
      expect(await queue.delete("m1")).toBe(false);
    });
  });
}

function testRetries(makeStore: MakeStore): void {
  describe("retrying", () => {
    test("a released event counts the attempt and says why and when, from which the gateway takes its pause", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const first = await claimNew(queue, "m1");
      expect(await queue.release(first, { lastError: "no answer", releasedAt: 100 })).toBe(true);
      expect(await queue.listPending()).toMatchObject([
        { attempts: 1, lastError: "no answer", lastAttemptAt: 100, updatedAt: 100 },
      ]);
      const second = await queue.claimNext();
      expect(second).toMatchObject({ attempts: 1, lastError: "no answer" });
      if (second === null) throw new Error("The event was not claimed.");
      await queue.release(second, { releasedAt: 200 });
      expect(await queue.listPending()).toMatchObject([
        { attempts: 2, lastError: "no answer", lastAttemptAt: 200 },
      ]);
    });

    test("a release that is no failure costs no attempt", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await queue.release(await claimNew(queue, "m1"), { recordAttempt: false });
      const [record] = await queue.listPending();
      expect(record?.attempts).toBe(0);
      expect(record).not.toHaveProperty("lastAttemptAt");
      expect(record).not.toHaveProperty("lastError");
    });

    test("a released event keeps its place in front of later ones", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const claim = await claimNew(queue, "m1");
      await store.clock.advance(10);
      await queue.enqueue("m2", { text: "" });
      await queue.release(claim);
      expect((await queue.claimNext())?.id).toBe("m1");
    });
  });
}

function testOwnership(makeStore: MakeStore): void {
  describe("ownership", () => {
    test("who lost the claim can neither complete, release, fail nor delete the event", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const lost = await claimNew(queue, "m1");
      await queue.recoverStaleClaims();
      const now = await queue.claim("m1", { ownerId: "w2" });
      expect(await queue.complete(lost)).toBe(false);
      expect(await queue.release(lost)).toBe(false);
      expect(await queue.fail(lost, { reason: "broken" })).toBe(false);
      expect(await queue.delete(lost)).toBe(false);
      expect(await queue.refreshClaim(lost)).toBe(false);
      expect(await queue.listClaims()).toEqual([now]);
    });

    test("a lost claim settles nothing while the event waits either", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      const lost = await claimNew(queue, "m1");
      await queue.release(lost);
      expect(await queue.complete(lost)).toBe(false);
      expect(await queue.delete(lost)).toBe(false);
      expect((await queue.listPending()).map(({ id }) => id)).toEqual(["m1"]);
    });

    test("a bare id does not touch an event that somebody holds", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await claimNew(queue, "m1");
      expect(await queue.complete("m1")).toBe(false);
      expect(await queue.release("m1")).toBe(false);
      expect(await queue.fail("m1", { reason: "broken" })).toBe(false);
      expect((await queue.listClaims()).map(({ id }) => id)).toEqual(["m1"]);
    });
  });
}
