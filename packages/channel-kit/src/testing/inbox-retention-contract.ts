import { describe, expect, test } from "vitest";
import { INGRESS_RETENTION } from "../inbox/queue.ts";
import type { MakeStore, NoteQueue } from "./inbox-contract.ts";

/** One event of each kind per moment: p, c and f with the moment's number. */
async function fill(queue: NoteQueue, moments: readonly number[]): Promise<void> {
  for (const at of moments) {
    await queue.enqueue(`p${at}`, { text: "" });
    // Touched at that moment, which is what its age is counted from.
    await queue.release(`p${at}`, { releasedAt: at, recordAttempt: false });
    await queue.complete(`c${at}`, { completedAt: at });
    await queue.enqueue(`f${at}`, { text: "" });
    await queue.fail(`f${at}`, { reason: "broken", failedAt: at });
  }
}

/** Which of the events are still known. */
async function known(queue: NoteQueue, moments: readonly number[]): Promise<string[]> {
  const pending = (await queue.listPending()).map(({ id }) => id);
  const failed = (await queue.listFailed()).map(({ id }) => id);
  const completed: string[] = [];
  for (const id of moments.map((at) => `c${at}`)) {
    if ((await queue.enqueue(id, { text: "" })).kind === "completed") completed.push(id);
    else await queue.delete(id);
  }
  return [...pending, ...completed, ...failed];
}

/** What is forgotten, and when. */
export function testRetention(makeStore: MakeStore): void {
  describe("retention", () => {
    const moments = [10, 20, 30];
    const all = ["p10", "p20", "p30", "c10", "c20", "c30", "f10", "f20", "f30"];
    const without = (...ids: string[]) => all.filter((id) => !ids.includes(id));

    test.for([
      { options: { pendingTtlMs: 10, now: 30 }, gone: ["p10"] },
      { options: { completedTtlMs: 10, now: 30 }, gone: ["c10"] },
      { options: { failedTtlMs: 0, now: 30 }, gone: ["f10", "f20"] },
      { options: { pendingMaxEntries: 1 }, gone: ["p10", "p20"] },
      { options: { completedMaxEntries: 2 }, gone: ["c10"] },
      { options: { failedMaxEntries: 0 }, gone: ["f10", "f20", "f30"] },
      {
        options: { failedMaxEntries: 0, completedTtlMs: 5, now: 30 },
        gone: ["c10", "c20", "f10", "f20", "f30"],
      },
    ])("prune with $options forgets $gone", async ({ options, gone }) => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await fill(queue, moments);
      expect(await queue.prune(options)).toBe(gone.length);
      expect(await known(queue, moments)).toEqual(without(...gone));
    });

    test("protected events outlive every age and cap", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await fill(queue, moments);
      const nothing = { pendingMaxEntries: 0, completedMaxEntries: 0, failedMaxEntries: 0 };
      const noAge = { pendingTtlMs: 0, completedTtlMs: 0, failedTtlMs: 0 };
      const protectIds = new Set(["p10", "c20", "f30"]).values();
      expect(await queue.prune({ ...nothing, ...noAge, protectIds })).toBe(6);
      expect(await known(queue, moments)).toEqual(["p10", "c20", "f30"]);
    });

    test("held events and other accounts are never touched", async () => {
      await using store = await makeStore();
      const { queue } = await store.connect();
      await queue("work").enqueue("m1", { text: "" });
      await queue("work").claim("m1");
      await queue("home").enqueue("m1", { text: "" });
      const nothing = { pendingMaxEntries: 0, completedMaxEntries: 0, failedMaxEntries: 0 };
      expect(await queue("work").prune(nothing)).toBe(0);
      expect(await queue("work").listClaims()).toHaveLength(1);
      expect(await queue("home").listPending()).toHaveLength(1);
    });

    test("left to itself it forgets handled and failed events after thirty days, waiting ones never", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await queue.enqueue("waiting", { text: "" });
      await queue.complete("handled");
      await queue.enqueue("failed", { text: "" });
      await queue.fail("failed", { reason: "broken" });
      await store.clock.advance(INGRESS_RETENTION.completedTtlMs);
      expect(await queue.prune()).toBe(0);
      await store.clock.advance(1);
      expect(await queue.prune()).toBe(2);
      expect((await queue.listPending()).map(({ id }) => id)).toEqual(["waiting"]);
    });
  });
}
