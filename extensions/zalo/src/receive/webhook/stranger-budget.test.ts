import { expect, test } from "vitest";
import { StrangerBudget, WINDOW_MS } from "./stranger-budget.ts";

/** How many of so many requests of one address pass. */
const passed = (budget: StrangerBudget, address: string, requests: number, now: number): number =>
  Array.from({ length: requests }, () => budget.spend(address, now)).filter(Boolean).length;

test("an address may be wrong some times a minute and no more", () => {
  const budget = new StrangerBudget();
  expect(passed(budget, "203.0.113.7", 1_000, 0)).toBe(30);
  expect(passed(budget, "203.0.113.7", 1, WINDOW_MS - 1)).toBe(0);
  expect(passed(budget, "203.0.113.7", 1_000, WINDOW_MS)).toBe(30);
});

test("one address does not use up another's", () => {
  const budget = new StrangerBudget();
  passed(budget, "203.0.113.7", 1_000, 0);
  expect(passed(budget, "203.0.113.8", 10, 0)).toBe(10);
});

test("a million addresses do not fill the memory", () => {
  const budget = new StrangerBudget();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < 1_000_000; at += 1) budget.spend(`2001:db8::${at.toString(16)}`, 0);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  // What was forgotten begins anew; what came last is still known.
  expect(passed(budget, "2001:db8::f423f", 1_000, 0)).toBe(29);
});
