import { expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { pairingStoreContract } from "../testing/pairing-contract.ts";
import { MemoryPairingStore } from "./memory-pairing-store.ts";

pairingStoreContract("the memory store", async () => {
  const clock = new FakeClock();
  const accounts = new Map<string, MemoryPairingStore>();
  const account = (accountId: string) => {
    const store = accounts.get(accountId) ?? new MemoryPairingStore(clock);
    accounts.set(accountId, store);
    return store;
  };
  return {
    store: account,
    approve: async (accountId, code) => {
      if (!account(accountId).approve(code)) throw new Error(`Nobody waits with ${code}.`);
    },
    advance: (ms) => clock.advance(ms),
    [Symbol.asyncDispose]: async () => {},
  };
});

test("a code cannot be approved twice, nor after its hour", async () => {
  const clock = new FakeClock();
  const store = new MemoryPairingStore(clock);
  const first = await store.request({ senderId: "111" });
  const second = await store.request({ senderId: "222" });
  if (first.kind === "full" || second.kind === "full") throw new Error("The store is full.");
  expect(store.approve(first.code)).toBe(true);
  expect(store.approve(first.code)).toBe(false);
  await clock.advance(61 * 60 * 1000);
  expect(store.approve(second.code)).toBe(false);
});
