import { describe, expect, test } from "vitest";
import type { MakeStore } from "./inbox-contract.ts";

/** The durable notebook beside the queue. */
export function testLedger(makeStore: MakeStore): void {
  describe("the ledger", () => {
    test("what was put is read back with its time, by another connection and after reopening", async () => {
      await using store = await makeStore();
      const mine = await store.connect();
      const other = await store.connect();
      await mine.ledger("work").put("handover:m1", { chat: "c1", parts: [1, 2] });
      const entry = { value: { chat: "c1", parts: [1, 2] }, updatedAt: store.clock.now() };
      expect(await other.ledger("work").get("handover:m1")).toEqual(entry);
      await mine.close();
      await other.close();
      const later = await store.connect();
      expect(await later.ledger("work").get("handover:m1")).toEqual(entry);
    });

    test("an unknown key has no entry, and null is a value", async () => {
      await using store = await makeStore();
      const ledger = (await store.connect()).ledger("work");
      expect(await ledger.get("nothing")).toBeUndefined();
      await ledger.put("nothing", null);
      expect(await ledger.get("nothing")).toMatchObject({ value: null });
    });

    test("accounts do not see each other's entries", async () => {
      await using store = await makeStore();
      const { ledger } = await store.connect();
      await ledger("work").put("k", 1);
      expect(await ledger("home").get("k")).toBeUndefined();
      expect(await ledger("home").delete("k")).toBe(false);
      expect(await ledger("home").prune({ maxEntries: 0 })).toBe(0);
      expect(await ledger("work").get("k")).toMatchObject({ value: 1 });
    });

    test("an update sees the present value, and concurrent ones lose nothing", async () => {
      await using store = await makeStore();
      const one = (await store.connect()).ledger("work");
      const two = (await store.connect()).ledger("work");
      const increase = (current: unknown) => (typeof current === "number" ? current : 0) + 1;
      const turns = Array.from({ length: 20 }, (_, turn) => (turn % 2 === 0 ? one : two));
      const seen = await Promise.all(turns.map((ledger) => ledger.update("count", increase)));
      expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(await one.get("count")).toMatchObject({ value: 20 });
    });

    test("an update that answers nothing removes the entry, one that throws changes nothing", async () => {
      await using store = await makeStore();
      const ledger = (await store.connect()).ledger("work");
      await ledger.put("k", 1);
      const refuse = () => {
        throw new Error("not now");
      };
      const [refused, kept] = await Promise.allSettled([ledger.update("k", refuse), ledger.put("other", 2)]);
      expect(refused).toMatchObject({ status: "rejected", reason: { message: "not now" } });
      expect(kept.status).toBe("fulfilled");
      expect(await ledger.get("k")).toMatchObject({ value: 1 });
      expect(await ledger.update("k", () => undefined)).toBeUndefined();
      expect(await ledger.get("k")).toBeUndefined();
    });

    test("a value that JSON cannot hold is refused and the old one stays", async () => {
      await using store = await makeStore();
      const ledger = (await store.connect()).ledger("work");
      await ledger.put("k", 1);
      await expect(ledger.put("k", undefined)).rejects.toThrow(TypeError);
      expect(await ledger.get("k")).toMatchObject({ value: 1 });
    });

    test("a prefix lists its own keys in order", async () => {
      await using store = await makeStore();
      const ledger = (await store.connect()).ledger("work");
      for (const key of ["b:2", "a:1", "b:1", "b", "c:1", "b:đ", "b_3"]) await ledger.put(key, key);
      const keys = async (prefix: string) => (await ledger.list(prefix)).map(({ key }) => key);
      expect(await keys("b:")).toEqual(["b:1", "b:2", "b:đ"]);
      expect(await keys("")).toHaveLength(7);
      expect(await keys("z")).toEqual([]);
    });

    test("a deleted entry is gone", async () => {
      await using store = await makeStore();
      const ledger = (await store.connect()).ledger("work");
      await ledger.put("k", 1);
      expect(await ledger.delete("k")).toBe(true);
      expect(await ledger.delete("k")).toBe(false);
      expect(await ledger.get("k")).toBeUndefined();
    });

    test("old entries and those beyond the cap are forgotten, within one prefix when asked", async () => {
      await using store = await makeStore();
      const ledger = (await store.connect()).ledger("work");
      await ledger.put("b:0", 0);
      for (const key of ["a:1", "a:2", "a:3"]) {
        await store.clock.advance(10);
        await ledger.put(key, key);
      }
      expect(await ledger.prune({})).toBe(0);
      expect(await ledger.prune({ olderThanMs: 15, prefix: "a:" })).toBe(1);
      expect(await ledger.prune({ maxEntries: 1, prefix: "a:" })).toBe(1);
      expect((await ledger.list("")).map(({ key }) => key)).toEqual(["a:3", "b:0"]);
      expect(await ledger.prune({ olderThanMs: 15 })).toBe(1);
      expect((await ledger.list("")).map(({ key }) => key)).toEqual(["a:3"]);
    });

    test("an unreadable entry is an error where it is asked for, and hides no other", async () => {
      await using store = await makeStore();
      const ledger = (await store.connect()).ledger("work");
      await ledger.put("k1", 1);
      await ledger.put("k2", 2);
      await store.spoilLedger("work", "k1");
      await expect(ledger.get("k1")).rejects.toMatchObject({ code: "storage" });
      expect((await ledger.list("k")).map(({ key }) => key)).toEqual(["k2"]);
      await ledger.put("k1", 3);
      expect(await ledger.get("k1")).toMatchObject({ value: 3 });
    });
  });
}
