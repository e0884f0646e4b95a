import { describe, expect, test } from "vitest";
import type { MakeStore, NoteQueue } from "./inbox-contract.ts";

const LEASE_MS = 1_000;

async function claimed(queue: NoteQueue, id: string) {
  const claim = await queue.claim(id);
  if (claim === null) throw new Error(`Event ${id} could not be claimed.`);
  return claim;
}

async function append(queue: NoteQueue, ...events: { id: string; lane?: string }[]): Promise<void> {
  for (const { id, lane } of events) {
    await queue.enqueue(id, { text: id }, lane === undefined ? {} : { laneKey: lane });
  }
}

/** Handing events to one worker at a time, and getting them back from workers that died. */
export function testClaiming(makeStore: MakeStore): void {
  testTaking(makeStore);
  testLanes(makeStore);
  testRecovery(makeStore);
}

function testTaking(makeStore: MakeStore): void {
  describe("claiming", () => {
    test("a claim says who holds the event, and nobody else gets it", async () => {
      await using store = await makeStore();
      const mine = (await store.connect()).queue("work");
      const theirs = (await store.connect()).queue("work");
      await append(mine, { id: "m1" });
      const claim = await mine.claimNext({ ownerId: "w1" });
      expect(claim).toMatchObject({ id: "m1", claim: { ownerId: "w1", claimedAt: store.clock.now() } });
      expect(await theirs.claimNext()).toBeNull();
      expect(await theirs.claim("m1")).toBeNull();
      expect(await theirs.listPending()).toEqual([]);
      expect(await theirs.listClaims()).toEqual([claim]);
    });

    test("events come by arrival, then in the order they were enqueued, or by id", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await queue.enqueue("e", { text: "" }, { receivedAt: 2 });
      await queue.enqueue("c", { text: "" }, { receivedAt: 2 });
      await queue.enqueue("b", { text: "" }, { receivedAt: 2 });
      await queue.enqueue("d", { text: "" }, { receivedAt: 1 });
      expect((await queue.claimNext({ orderBy: "id" }))?.id).toBe("b");
      expect((await queue.claimNext())?.id).toBe("d");
      expect((await queue.claimNext())?.id).toBe("e");
      expect((await queue.claimNext())?.id).toBe("c");
      expect(await queue.claimNext()).toBeNull();
    });

    test("only the candidates are considered, and no candidates means none", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1" }, { id: "m2" });
      expect(await queue.claimNext({ candidateIds: [] })).toBeNull();
      // An iterator, which can be walked only once, as the gateway passes it.
      expect((await queue.claimNext({ candidateIds: new Set(["m2", "m9"]).values() }))?.id).toBe("m2");
    });

    test("an unreadable event is put aside and the ones behind it are claimed", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1" }, { id: "m2" }, { id: "m3" });
      await store.spoil("work", "m1");
      await store.spoil("work", "m2");
      expect((await queue.listPending()).map(({ id }) => id)).toEqual(["m3"]);
      expect((await queue.claimNext({ scanLimit: 1 }))?.id).toBe("m3");
      expect(await queue.listFailed()).toMatchObject([
        { id: "m1", reason: "corrupt_payload" },
        { id: "m2", reason: "corrupt_payload" },
      ]);
      expect(await queue.resubmit("m1")).toMatchObject({ kind: "unrecoverable", record: { id: "m1" } });
    });

    test("claiming an unreadable event by id puts it aside", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1" });
      await store.spoil("work", "m1");
      expect(await queue.claim("m1")).toBeNull();
      expect(await queue.listFailed()).toMatchObject([{ id: "m1", reason: "corrupt_payload" }]);
    });

    test("an error of the caller's own lane rule reaches the caller and takes nothing", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1" });
      const deriveLaneKey = () => {
        throw new Error("no lane for you");
      };
      await expect(queue.claimNext({ deriveLaneKey })).rejects.toThrow("no lane for you");
      expect((await queue.claimNext())?.id).toBe("m1");
    });
  });
}

function testLanes(makeStore: MakeStore): void {
  describe("lanes", () => {
    test("events of blocked lanes are passed over", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1", lane: "a" }, { id: "m2", lane: "b" }, { id: "m3" });
      const blockedLaneKeys = new Set(["a", "b"]).values();
      expect((await queue.claimNext({ blockedLaneKeys, scanLimit: 1 }))?.id).toBe("m3");
    });

    test("a missing lane is derived, obeyed and stored with the claim", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "a1" }, { id: "b1" });
      const deriveLaneKey = ({ id }: { id: string }) => id.slice(0, 1);
      const claim = await queue.claimNext({ blockedLaneKeys: ["a"], deriveLaneKey });
      expect(claim).toMatchObject({ id: "b1", laneKey: "b" });
      expect(await queue.listClaims()).toMatchObject([{ laneKey: "b" }]);
    });

    test("a stored lane stands unless the caller agrees to replace it", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1", lane: "old" });
      const deriveLaneKey = () => "new";
      expect(await queue.claimNext({ blockedLaneKeys: ["old"], deriveLaneKey })).toBeNull();
      const asked: string[] = [];
      const refuse = (_: unknown, stored: string, derived: string) => {
        asked.push(`${stored}→${derived}`);
        return false;
      };
      const options = { blockedLaneKeys: ["old"], deriveLaneKey };
      expect(await queue.claimNext({ ...options, reconcileStoredLaneKey: refuse })).toBeNull();
      expect(asked).toEqual(["old→new"]);
      const agree = () => true;
      expect(await queue.claimNext({ ...options, reconcileStoredLaneKey: agree })).toMatchObject({
        id: "m1",
        laneKey: "new",
      });
    });

    test("a lane is blocked when somebody else took one of the candidates in the meantime", async () => {
      await using store = await makeStore();
      const mine = (await store.connect()).queue("work");
      const theirs = (await store.connect()).queue("work");
      await append(mine, { id: "m1", lane: "a" }, { id: "m2", lane: "a" }, { id: "m3", lane: "b" });
      await theirs.claim("m1");
      expect((await mine.claimNext({ candidateIds: ["m1", "m2", "m3"] }))?.id).toBe("m3");
      expect((await mine.claimNext({ candidateIds: ["m2"] }))?.id).toBe("m2");
    });
  });
}

function testRecovery(makeStore: MakeStore): void {
  describe("recovery", () => {
    test("a claim whose lease ran out goes back with one more attempt, a renewed one stays", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1" }, { id: "m2" });
      const lost = await claimed(queue, "m1");
      const alive = await claimed(queue, "m2");
      await store.clock.advance(LEASE_MS);
      expect(await queue.refreshClaim(alive)).toBe(true);
      expect(await queue.recoverStaleClaims({ staleMs: LEASE_MS })).toBe(1);
      expect(await queue.listPending()).toMatchObject([
        { id: "m1", attempts: 1, lastAttemptAt: store.clock.now() },
      ]);
      expect(await queue.refreshClaim(lost)).toBe(false);
      expect((await queue.listClaims()).map(({ id }) => id)).toEqual(["m2"]);
    });

    test("claimNext with a lease recovers lost claims by itself", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1" });
      const lost = await claimed(queue, "m1");
      expect(await queue.claimNext({ staleMs: LEASE_MS })).toBeNull();
      await store.clock.advance(LEASE_MS);
      const next = await queue.claimNext({ staleMs: LEASE_MS });
      expect(next).toMatchObject({ id: "m1", attempts: 1 });
      expect(next?.claim.token).not.toBe(lost.claim.token);
    });

    test("the caller decides which claims are lost, and a renewal while it thinks wins", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1" }, { id: "m2" }, { id: "m3" });
      for (const id of ["m1", "m2", "m3"]) await claimed(queue, id);
      const recovered = await queue.recoverStaleClaims({
        shouldRecover: async (claim) => {
          if (claim.id === "m2") await queue.refreshClaim(claim, { refreshedAt: store.clock.now() + 1 });
          return claim.id !== "m3";
        },
      });
      expect(recovered).toBe(1);
      expect((await queue.listPending()).map(({ id }) => id)).toEqual(["m1"]);
    });

    test("an unreadable claim is left to who can judge it, then put aside", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1", lane: "a" }, { id: "m2" });
      const { claim } = await claimed(queue, "m1");
      await claimed(queue, "m2");
      await store.spoil("work", "m1");
      const recover = (options = {}) => queue.recoverStaleClaims({ shouldRecover: () => false, ...options });
      expect(await recover()).toBe(0);
      expect(await recover({ shouldRecoverCorrupt: () => false })).toBe(0);
      const seen: unknown[] = [];
      const shouldRecoverCorrupt = (corrupt: unknown) => seen.push(corrupt) > 0;
      expect(await recover({ shouldRecoverCorrupt })).toBe(1);
      expect(seen).toMatchObject([{ id: "m1", laneKey: "a", reason: "corrupt_payload", claim }]);
      expect(await queue.listFailed()).toMatchObject([{ id: "m1", reason: "corrupt_payload" }]);
      expect((await queue.listClaims()).map(({ id }) => id)).toEqual(["m2"]);
    });

    test("without anybody to ask, every lost claim is recovered", async () => {
      await using store = await makeStore();
      const queue = (await store.connect()).queue("work");
      await append(queue, { id: "m1" }, { id: "m2" });
      await claimed(queue, "m1");
      await claimed(queue, "m2");
      await store.spoil("work", "m2");
      expect(await queue.recoverStaleClaims()).toBe(2);
      expect((await queue.listPending()).map(({ id }) => id)).toEqual(["m1"]);
      expect((await queue.listFailed()).map(({ id }) => id)).toEqual(["m2"]);
    });
  });
}
