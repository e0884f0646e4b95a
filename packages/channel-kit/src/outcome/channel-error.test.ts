import { expect, test } from "vitest";
import { ChannelError, type ChannelErrorCode, isAborted } from "./channel-error.ts";

test.each<[ChannelErrorCode, boolean]>([
  ["misconfigured", false],
  ["unauthorized", false],
  ["rejected", false],
  ["rate-limited", true],
  ["unreachable", true],
  ["timeout", true],
  ["bad-response", true],
  ["aborted", false],
  ["storage", true],
])("%s is worth another try: %s", (code, retryable) => {
  expect(new ChannelError(code, "x").retryable).toBe(retryable);
  expect(new ChannelError(code, "x", { retryable: !retryable }).retryable).toBe(!retryable);
});

test("what happened comes first, then how to mend it", () => {
  const error = new ChannelError("misconfigured", "There is no token.", { fix: "Set one." });
  expect(error.message).toBe("There is no token. Set one.");
  expect(error.fix).toBe("Set one.");
});

test("the cause is kept and stays out of what is shown", () => {
  const cause = new Error("https://zalo/bot123:secret/getMe");
  const error = new ChannelError("unreachable", "getMe failed.", { cause });
  expect(error.cause).toBe(cause);
  expect(`${error.message} ${String(error)}`).not.toContain("secret");
});

test("what we stopped ourselves is told from what failed", () => {
  expect(isAborted(new ChannelError("aborted", "x"))).toBe(true);
  expect(isAborted(new DOMException("x", "AbortError"))).toBe(true);
  expect(isAborted(AbortSignal.abort().reason)).toBe(true);
  expect(isAborted(new ChannelError("timeout", "x"))).toBe(false);
  expect(isAborted(new Error("aborted"))).toBe(false);
  expect(isAborted("aborted")).toBe(false);
});
