import { expect, test } from "vitest";
import { fc } from "../testing/examples.ts";
import { PacedAccount } from "../testing/paced-account.ts";

const MINUTE_MS = 60_000;
const PACE = { perMinute: 12, burst: 3, chatPerMinute: 8, strangersPerDay: 10_000, strangersPerHour: 10_000 };

interface Wish {
  /** Asked for so many milliseconds after the one before. */
  afterMs: number;
  chat: string;
  isFriend: boolean;
  proactive: boolean;
  length: number;
  /** Nobody wants it sent any more as soon as it was asked for. */
  isTakenBack: boolean;
}

const wishes: fc.Arbitrary<Wish[]> = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 5_000 }),
    chat: fc.constantFrom("an", "bình", "chi", "dung"),
    isFriend: fc.boolean(),
    proactive: fc.boolean(),
    length: fc.integer({ min: 0, max: 2_000 }),
    isTakenBack: fc.boolean(),
  }),
  { maxLength: 60 },
);

/** Has all of it said, until nothing waits any more. */
async function live(all: readonly Wish[]): Promise<PacedAccount> {
  const account = await PacedAccount.open({ pace: PACE });
  const said: Promise<void>[] = [];
  for (const [number, { afterMs, isTakenBack, chat, ...wish }] of all.entries()) {
    await account.pass(afterMs, 5_000);
    const stop = new AbortController();
    const signal = stop.signal;
    said.push(account.say(chat, String(number), { ...wish, signal }));
    if (isTakenBack) stop.abort();
  }
  await account.finish(said, 2_000);
  return account;
}

test("whatever is wanted: all of it leaves, in order per chat, never too much in any minute", async () => {
  await fc.assert(
    fc.asyncProperty(wishes, async (all) => {
      const account = await live(all);
      const wanted = all.map((wish, number) => ({ ...wish, number })).filter((wish) => !wish.isTakenBack);
      for (const chat of new Set(all.map((wish) => wish.chat))) {
        const numbers = wanted.filter((wish) => wish.chat === chat).map(({ number }) => String(number));
        expect(account.texts(chat)).toEqual(numbers);
      }
      const times = account.left.map(({ at }) => at);
      for (const from of times) {
        const inside = times.filter((at) => at >= from && at < from + MINUTE_MS);
        expect(inside.length).toBeLessThanOrEqual(PACE.perMinute);
      }
      expect(account.pacer.report()).toMatchObject({ waiting: 0, heldBack: [] });
      await account.pass(0);
      expect(account.clock.sleeping).toBe(0);
    }),
    { numRuns: 40 },
  );
});
