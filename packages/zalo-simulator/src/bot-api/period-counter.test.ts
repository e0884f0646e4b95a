import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PeriodCounter } from "./period-counter.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});
const at = (utc: string) => vi.setSystemTime(new Date(utc));

test("a day ends at midnight in Vietnam, a month with its last day", () => {
  const day = new PeriodCounter("day");
  const month = new PeriodCounter("month");
  const both = () => {
    for (const counter of [day, month]) counter.add();
    return [day.count, month.count];
  };
  at("2026-11-29T16:59:59Z");
  expect(both()).toEqual([1, 1]);
  at("2026-11-29T17:00:00Z");
  expect(both()).toEqual([1, 2]);
  at("2026-11-30T16:59:59Z");
  expect(both()).toEqual([2, 3]);
  at("2026-11-30T17:00:00Z");
  expect([day.count, month.count]).toEqual([0, 0]);
});

test("what is used up is refused until the next period, and without a limit nothing is", () => {
  const day = new PeriodCounter("day");
  at("2026-11-29T10:00:00Z");
  expect([day.take(2), day.take(2), day.take(2), day.take(null)]).toEqual([true, true, false, true]);
  at("2026-11-30T10:00:00Z");
  expect(day.take(2)).toBe(true);
});
