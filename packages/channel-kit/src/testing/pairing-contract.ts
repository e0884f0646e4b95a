import { describe, expect, test } from "vitest";
import { MAX_PENDING_PER_ACCOUNT, PAIRING_CODE_TTL_MS, type PairingStore } from "../pairing/pairing-store.ts";

/** One gateway's worth of pairing stores, empty at the start and gone when disposed of. */
export interface PairingWorld extends AsyncDisposable {
  /** The store of one account; asking twice gives two views of the same thing. */
  store(accountId: string): PairingStore;
  /** What the operator does with a code that somebody sent them. */
  approve(accountId: string, code: string): Promise<void>;
  advance(ms: number): Promise<void>;
}

const ALICE = "6ede9afa66b88fe6d6a9";
const BINH = "0f12ab34cd56ef7890ab";

/** Approving may start the gateway's command line, which takes seconds. */
const APPROVAL_TIMEOUT_MS = 120_000;

/** What every pairing store keeps to; the gateway's own behaviour is the measure. */
export function pairingStoreContract(name: string, open: () => Promise<PairingWorld>): void {
  describe(`${name} as a pairing store`, () => {
    test("an unknown sender is not allowed and receives a code without look-alike letters", async () => {
      await using world = await open();
      const store = world.store("default");
      expect(await store.isAllowed(ALICE)).toBe(false);
      expect(await store.request({ senderId: ALICE, name: "Alice" })).toEqual({
        kind: "pending",
        code: expect.stringMatching(/^[A-HJ-NP-Z2-9]{8}$/),
        created: true,
      });
      expect(await store.isAllowed(ALICE)).toBe(false);
    });

    test("who asks again within the hour gets the same code, however the id is spelt", async () => {
      await using world = await open();
      const first = await codeOf(world.store("default"), ALICE);
      await world.advance(PAIRING_CODE_TTL_MS - 1000);
      const again = await world.store("default").request({ senderId: ALICE.toUpperCase() });
      expect(again).toEqual({ kind: "pending", code: first, created: false });
    });

    test("asking again does not make a code live longer than its hour", async () => {
      await using world = await open();
      const store = world.store("default");
      const first = await codeOf(store, ALICE);
      await world.advance(PAIRING_CODE_TTL_MS - 1000);
      await store.request({ senderId: ALICE });
      await world.advance(2000);
      const later = await store.request({ senderId: ALICE });
      expect(later).toMatchObject({ kind: "pending", created: true });
      expect(later).not.toMatchObject({ code: first });
    });

    test("two people get two codes, and one person asking twice at once gets one", async () => {
      await using world = await open();
      const store = world.store("default");
      const [alice, aliceAgain, binh] = await Promise.all([
        codeOf(store, ALICE),
        codeOf(store, ALICE),
        codeOf(store, BINH),
      ]);
      expect(aliceAgain).toBe(alice);
      expect(binh).not.toBe(alice);
    });

    test("an account with three people waiting is full, another is not, and an hour makes room", async () => {
      await using world = await open();
      const store = world.store("default");
      for (let index = 0; index < MAX_PENDING_PER_ACCOUNT; index += 1) {
        expect(await store.request({ senderId: `waiting-${index}` })).toMatchObject({ created: true });
      }
      expect(await store.request({ senderId: ALICE })).toEqual({ kind: "full" });
      expect(await store.request({ senderId: "waiting-0" })).toMatchObject({ created: false });
      expect(await world.store("work").request({ senderId: ALICE })).toMatchObject({ created: true });
      await world.advance(PAIRING_CODE_TTL_MS + 1000);
      expect(await store.request({ senderId: ALICE })).toMatchObject({ kind: "pending", created: true });
    });

    test(
      "an approved sender is allowed in that account only",
      async () => {
        await using world = await open();
        const code = await codeOf(world.store("work"), ALICE);
        await world.approve("work", code);
        expect(await world.store("work").isAllowed(ALICE)).toBe(true);
        expect(await world.store("work").isAllowed(ALICE.toUpperCase())).toBe(true);
        expect(await world.store("work").isAllowed(BINH)).toBe(false);
        expect(await world.store("work").readAllowFrom()).toEqual([ALICE]);
        expect(await world.store("default").isAllowed(ALICE)).toBe(false);
      },
      APPROVAL_TIMEOUT_MS,
    );
  });
}

async function codeOf(store: PairingStore, senderId: string): Promise<string> {
  const request = await store.request({ senderId });
  if (request.kind === "full") throw new Error("The store is full.");
  return request.code;
}
