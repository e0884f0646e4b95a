import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, expect, test } from "vitest";
import type { CallResult } from "../bot-api/failures.ts";
import { QuotaWatch } from "./quota.ts";

const refused = (code: "rate-limited" | "unreachable"): CallResult => ({
  ok: false,
  error: new ChannelError(code, "No."),
  certain: true,
});
const ACCEPTED: CallResult = { ok: true, result: {} };

let clock: FakeClock;
let quotas: QuotaWatch;

beforeEach(() => {
  clock = new FakeClock();
  quotas = new QuotaWatch(clock);
});

test("refused sends show since when and until when Zalo refuses", async () => {
  const since = clock.now();
  quotas.observe("shop", "sendMessage", refused("rate-limited"));
  await clock.advance(60_000);
  quotas.observe("shop", "sendPhoto", refused("rate-limited"));
  expect(quotas.seen("shop")).toEqual({ since, lastSeenAt: since + 60_000 });
});

test("the next message that Zalo accepts ends it, of that account alone", () => {
  quotas.observe("shop", "sendMessage", refused("rate-limited"));
  quotas.observe("clinic", "sendMessage", refused("rate-limited"));
  quotas.observe("shop", "sendVoice", ACCEPTED);
  expect(quotas.seen("shop")).toBeUndefined();
  expect(quotas.seen("clinic")).toBeDefined();
});

test("polls that are asked to slow down, typing and other failures say nothing about the quota", () => {
  quotas.observe("shop", "getUpdates", refused("rate-limited"));
  quotas.observe("shop", "sendChatAction", refused("rate-limited"));
  quotas.observe("shop", "sendMessage", refused("unreachable"));
  expect(quotas.seen("shop")).toBeUndefined();
  quotas.observe("shop", "sendMessage", refused("rate-limited"));
  quotas.observe("shop", "sendChatAction", ACCEPTED);
  quotas.observe("shop", "sendMessage", refused("unreachable"));
  expect(quotas.seen("shop")).toBeDefined();
});
