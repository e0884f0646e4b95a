import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

const SHORTEST = () => 0;
/** As near to 1 as a source of chance comes. */
const LONGEST = () => 1 - Number.EPSILON;

test("the delay doubles with each attempt up to the cap", () => {
  const delays = [1, 2, 3, 4, 5, 6].map((attempt) =>
    backoffMs(attempt, { baseMs: 1_000, capMs: 10_000, random: LONGEST }),
  );
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test("chance takes at most half of it", () => {
  for (const attempt of [1, 3, 9]) {
    const options = { baseMs: 1_000, capMs: 10_000 };
    const least = backoffMs(attempt, { ...options, random: SHORTEST });
    const most = backoffMs(attempt, { ...options, random: LONGEST });
    expect(least).toBe(most / 2);
  }
});

test("a number of attempts without sense does not give a delay without sense", () => {
  const options = { baseMs: 1_000, capMs: 60_000, random: LONGEST };
  expect(backoffMs(0, options)).toBe(1_000);
  expect(backoffMs(-3, options)).toBe(1_000);
  expect(backoffMs(100_000, options)).toBe(60_000);
});

test("without a fixed source of chance two accounts do not come back together", () => {
  const delays = new Set(Array.from({ length: 50 }, () => backoffMs(10, { baseMs: 1_000, capMs: 60_000 })));
  expect(delays.size).toBeGreaterThan(1);
  for (const delay of delays) {
    expect(delay).toBeGreaterThanOrEqual(30_000);
    expect(delay).toBeLessThanOrEqual(60_000);
  }
});
