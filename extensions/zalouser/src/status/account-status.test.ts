import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, expect, test } from "vitest";
import { type AccountFacts, AccountStatus } from "./account-status.ts";

const CUT = new ChannelError("unreachable", 'Zalo account "shop": the connection broke off.');

let clock: FakeClock;
let seen: AccountFacts & Record<string, unknown>;
let writes: number;
let status: AccountStatus;

beforeEach(() => {
  clock = new FakeClock();
  seen = {};
  writes = 0;
  // The gateway lays each patch over what it knows.
  status = new AccountStatus((patch) => {
    writes += 1;
    Object.assign(seen, patch);
  }, clock);
  status.starting("socket");
});

test("an account is not connected before its socket is open", () => {
  expect(seen).toMatchObject({ mode: "socket", lifecycle: "starting", connected: false });
  status.ready();
  expect(seen).toMatchObject({ lifecycle: "ready", connected: true, lastConnectedAt: clock.now() });
});

test("a quiet account is not taken for a dead one: nothing is told that the gateway could call stale", () => {
  status.ready();
  expect(seen["lastTransportActivityAt"]).toBeNull();
});

test("an outage is told with its beginning, its tries, and the time of the next one", async () => {
  status.ready();
  const lostAt = clock.now();
  status.lost(CUT, 1_000);
  await clock.advance(1_000);
  status.lost(CUT, 2_000);
  expect(seen).toMatchObject({
    connected: false,
    lifecycle: "recovering",
    lastError: CUT.message,
    reconnectAttempts: 2,
    reconnecting: { since: lostAt, nextTryAt: clock.now() + 2_000 },
  });
  status.ready();
  expect(seen).toMatchObject({ connected: true, reconnecting: null, reconnectAttempts: 0, lastError: null });
});

test("every try renews the time of the disconnection, so that the gateway leaves the account to itself", async () => {
  status.lost(CUT, 60_000);
  await clock.advance(60_000);
  status.lost(CUT, 60_000);
  expect(seen["lastDisconnect"]).toMatchObject({ at: clock.now() });
});

test("U5: an account that gave way says to whom and until when, and is not started anew", () => {
  status.ready();
  const until = clock.now() + 900_000;
  status.yieldedTo("duplicate", until);
  expect(seen).toMatchObject({
    connected: false,
    lifecycle: "blocked",
    yielded: { to: "duplicate", since: clock.now(), until },
    lastError:
      "Zalo was opened in a browser or on a computer with this account, and Zalo lets one of the two stay. The account comes back at 2026-01-01T00:15:00.000Z.",
  });
  expect(seen["terminalDisconnect"]).toBe(false);
  status.ready();
  expect(seen).toMatchObject({ yielded: null, lastError: null, lifecycle: "ready" });
});

test("a flood of bad frames is counted, and does not flood the gateway", () => {
  const before = writes;
  for (let frame = 0; frame < 1_000; frame += 1) status.badFrame();
  expect(seen.badFrames).toBe(1_000);
  expect(writes - before).toBeLessThan(120);
});

test("the account is called by its owner's name, or by its id when there is none", () => {
  status.identity({ id: "100000000000000001", name: "Tiệm Hoa" });
  expect(seen).toMatchObject({ identity: "Tiệm Hoa", own: { id: "100000000000000001" } });
  status.identity({ id: "100000000000000001", name: "" });
  expect(seen).toMatchObject({ identity: "100000000000000001" });
});
