import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, expect, test } from "vitest";
import { AccountStatus, type StatusPatch } from "./account-status.ts";

const DOWN = new ChannelError("unreachable", 'Zalo account "shop": getUpdates failed.');
const REVOKED = new ChannelError("unauthorized", 'Zalo account "shop": getUpdates was refused with 401.', {
  fix: "Set a new token.",
});

let clock: FakeClock;
let seen: Partial<StatusPatch>;
let status: AccountStatus;

beforeEach(() => {
  clock = new FakeClock();
  seen = {};
  // The gateway lays each patch over what it knows.
  status = new AccountStatus((patch) => Object.assign(seen, patch), clock);
  status.starting("polling");
});

test("an account that starts does not claim to be connected", () => {
  expect(seen).toMatchObject({ mode: "polling", lifecycle: "starting", connected: false, lastError: null });
});

test("the first answer of Zalo connects it", () => {
  status.connected();
  expect(seen).toMatchObject({ connected: true, lifecycle: "ready", lastConnectedAt: clock.now() });
});

test("a failure before any answer is not hidden by an old state", () => {
  status.trouble(DOWN);
  expect(seen).toMatchObject({ connected: false, lifecycle: "recovering", lastError: DOWN.message });
});

test("one failed poll beside another that works does not disconnect it, but is shown", async () => {
  status.connected();
  await clock.advance(5_000);
  status.trouble(DOWN);
  expect(seen).toMatchObject({ connected: true, lastError: DOWN.message });
});

test("one poll that fails after half a minute of silence does not disconnect it", async () => {
  status.connected();
  await clock.advance(31_000);
  status.trouble(DOWN);
  expect(seen).toMatchObject({ connected: true, lifecycle: "ready" });
});

test("failures that go on disconnect it", async () => {
  status.connected();
  await clock.advance(25_000);
  status.trouble(DOWN);
  await clock.advance(11_000);
  status.trouble(DOWN);
  expect(seen).toMatchObject({ connected: false, lifecycle: "recovering" });
});

test("a recovery is seen, with its time, and the error is gone", async () => {
  status.connected();
  status.trouble(DOWN);
  await clock.advance(60_000);
  status.trouble(DOWN);
  await clock.advance(60_000);
  status.connected();
  expect(seen).toMatchObject({
    connected: true,
    lifecycle: "ready",
    lastError: null,
    lastConnectedAt: clock.now(),
  });
});

test("an error that passed by does not stay once all is well again", async () => {
  status.connected();
  await clock.advance(1_000);
  status.trouble(DOWN);
  await clock.advance(1_000);
  status.connected();
  expect(seen).toMatchObject({ connected: true, lastError: null });
});

test("a revoked token blocks it: nobody starts it again, and the fix is shown", () => {
  status.connected();
  status.blocked(REVOKED);
  expect(seen).toMatchObject({ connected: false, lifecycle: "blocked", terminalDisconnect: true });
  expect(seen.lastError).toContain("Set a new token.");
});

test("what blocked it is said apart, and forgotten when it starts again", () => {
  status.blocked(REVOKED);
  expect(seen).toMatchObject({
    blocked: { since: clock.now(), code: "unauthorized", fix: "Set a new token." },
  });
  status.starting("polling");
  expect(seen).toMatchObject({ blocked: null, lastError: null });
});

test("a message that could not be sent does not look like a lost connection", async () => {
  status.connected();
  await clock.advance(25_000);
  status.sendTrouble(new ChannelError("rate-limited", "Quota exceeded."));
  expect(seen).toMatchObject({ connected: true, lifecycle: "ready", lastError: "Quota exceeded." });
  status.connected();
  expect(seen.lastError).toBeNull();
});

test("messages in and out leave their time", async () => {
  status.received();
  await clock.advance(1_000);
  status.sent({ messageIds: ["a"], possibleDoubles: 0, unconfirmed: 0 });
  expect(seen).toMatchObject({ lastInboundAt: clock.now() - 1_000, lastOutboundAt: clock.now() });
  expect(seen).not.toHaveProperty("possibleDoubles");
});

test("doubtful sends are counted and shown", () => {
  status.sent({ messageIds: [], possibleDoubles: 0, unconfirmed: 1 });
  status.sent({ messageIds: ["a"], possibleDoubles: 2, unconfirmed: 0 });
  status.sent({ messageIds: ["b"], possibleDoubles: 0, unconfirmed: 0 });
  expect(seen).toMatchObject({ unconfirmedSends: 1, possibleDoubles: 2 });
});

test("the bot is shown by name and id", () => {
  status.identity({ id: "1459232241454765289", username: "Bot Shop", canJoinGroups: true });
  expect(seen).toMatchObject({
    identity: "Bot Shop",
    bot: { id: "1459232241454765289", username: "Bot Shop", canJoinGroups: true },
  });
});
