import { expect, test } from "vitest";
import { fc } from "../testing/examples.ts";
import { Rate } from "./rate.ts";

const MINUTE_MS = 60_000;

/** Steps of a clock on the wall: mostly forward, now and then back. */
const steps = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: -7_200_000, max: 0 }) },
  ),
  { maxLength: 300 },
);

/** When messages left by time that really passed, with somebody who sends whenever that is allowed. */
function sendAll(perMinute: number, burst: number, walk: readonly number[]): number[] {
  let wall = 10_000_000;
  let passed = 0;
  const rate = new Rate(perMinute, burst, wall);
  const left: number[] = [];
  for (const step of walk) {
    wall += step;
    passed += Math.max(0, step);
    while (rate.readyAt(wall) <= wall) {
      rate.take(wall);
      left.push(passed);
    }
  }
  return left;
}

const limits = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 20 }));

test("never more than so many in any minute that really passed, whatever the clock on the wall does", () => {
  fc.assert(
    fc.property(limits, steps, ([perMinute, burst], walk) => {
      const left = sendAll(perMinute, burst, walk);
      for (const from of left) {
        const inside = left.filter((at) => at >= from && at < from + MINUTE_MS);
        expect(inside.length).toBeLessThanOrEqual(perMinute);
      }
    }),
  );
});

test("never more than the burst at once", () => {
  fc.assert(
    fc.property(limits, steps, ([perMinute, burst], walk) => {
      const counts = new Map<number, number>();
      for (const at of sendAll(perMinute, burst, walk)) counts.set(at, (counts.get(at) ?? 0) + 1);
      for (const count of counts.values()) expect(count).toBeLessThanOrEqual(burst);
    }),
  );
});

test("an even sender gets all of its minute", () => {
  fc.assert(
    fc.property(limits, ([perMinute, burst]) => {
      const walk = Array<number>(10 * 600).fill(100);
      expect(sendAll(perMinute, burst, walk).length).toBeGreaterThanOrEqual(9 * perMinute);
    }),
  );
});

test("what is forgotten after a quiet minute is nothing that matters", () => {
  const rate = new Rate(20, 5, 0);
  expect(rate.isIdle(0)).toBe(true);
  rate.take(0);
  expect(rate.isIdle(59_999)).toBe(false);
  expect(rate.isIdle(60_000)).toBe(true);
});
