import { expect, test } from "vitest";
import { type LiveAccount, LiveAccounts } from "./live-accounts.ts";

test("an account is found while it runs, and its end does not hide its next start", () => {
  const accounts = new LiveAccounts();
  const first = {} as LiveAccount;
  const second = {} as LiveAccount;
  const left = accounts.enter("shop", first);
  expect(accounts.find("shop")).toBe(first);
  const running = accounts.enter("shop", second);
  left[Symbol.dispose]();
  expect(accounts.find("shop")).toBe(second);
  running[Symbol.dispose]();
  expect(accounts.find("shop")).toBeUndefined();
});
