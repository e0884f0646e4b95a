import { beforeEach, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { afterRush } from "./after-rush.ts";

let clock: FakeClock;
let worked: number[];
let call: () => void;

beforeEach(() => {
  clock = new FakeClock(0);
  worked = [];
  call = afterRush(() => worked.push(clock.now()), { quietMs: 5, latestMs: 50, clock });
});

test("a single call leads to work a moment later", async () => {
  call();
  await clock.advance(4);
  expect(worked).toEqual([]);
  await clock.advance(1);
  expect(worked).toEqual([5]);
});

test("calls in a rush lead to one piece of work, behind all of them", async () => {
  for (let at = 0; at < 10; at += 1) {
    call();
    await clock.advance(2);
  }
  await clock.advance(100);
  expect(worked).toHaveLength(1);
  expect(worked[0]).toBeGreaterThanOrEqual(23);
  expect(worked[0]).toBeLessThanOrEqual(28);
});

test("a rush without end does not put the work off without end", async () => {
  for (let at = 0; at < 500; at += 1) {
    call();
    await clock.advance(1);
  }
  const gaps = worked.map((at, index) => at - (worked[index - 1] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(56);
  expect(worked.length).toBeGreaterThanOrEqual(8);
});

test("a call after the work leads to work again", async () => {
  call();
  await clock.advance(10);
  call();
  await clock.advance(10);
  expect(worked).toHaveLength(2);
});
