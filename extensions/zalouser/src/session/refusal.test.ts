import { ChannelError } from "channel-kit/outcome/channel-error";
import { expect, test } from "vitest";
import { refusalOf, type ZaloRefusal, ZaloRefused } from "./refusal.ts";

test.each<[number, ZaloRefusal, string, boolean]>([
  [-69, "too-fast", "rate-limited", true],
  [429, "too-fast", "rate-limited", true],
  [123, "not-receiving", "rejected", false],
  [114, "no-relation", "rejected", false],
  [118, "too-long", "rejected", false],
  [102, "session-ended", "unauthorized", false],
  [600, "session-ended", "unauthorized", false],
  [-1005, "other", "rejected", false],
])("S4: %i is told apart as %s", (zaloCode, refusal, code, retryable) => {
  const error = new ZaloRefused(zaloCode, "Zalo said no.");
  expect([refusalOf(error), error.code, error.retryable]).toEqual([refusal, code, retryable]);
});

test("what Zalo did not refuse has no refusal", () => {
  expect(refusalOf(new ChannelError("unreachable", "x"))).toBeUndefined();
  expect(refusalOf("x")).toBeUndefined();
});
