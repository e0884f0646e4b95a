import { memoryHost } from "channel-kit/testing/memory-host";
import { systemClock } from "channel-kit/time/clock";
import { expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import { LiveAccounts } from "../live/live-accounts.ts";
import { SessionNow } from "../live/session-now.ts";
import { LAN, messageEvent, OWN, reactionEvent } from "../testing/wire-messages.ts";
import { GroupNames } from "./group-names.ts";
import type { KnownMessage } from "./message-book.ts";
import { OtherEvents } from "./other-events.ts";

const own = messageEvent({ uidFrom: OWN, idTo: LAN.id, content: "cửa hàng mở rồi ạ" });

/** An account that answers everybody; what it is told of beside messages, with a book as slow as the test wants. */
function openAccount(find: () => Promise<KnownMessage | undefined>) {
  const told: string[] = [];
  const troubles: string[] = [];
  const account = resolveAccount(
    { channels: { zalouser: { dmPolicy: "open", allowFrom: ["*"] } } },
    undefined,
    { profile: undefined, apiUrl: undefined, credentialsKey: undefined },
  );
  const events = new OtherEvents({
    runtime: memoryHost(() => undefined, {}, { onSystemEvent: (text) => told.push(text) }),
    account,
    log: { info: () => {}, warn: () => {}, error: () => {} },
    now: new SessionNow(account.accountId, new LiveAccounts()),
    safety: { friendsChanged: () => {} },
    messages: { find },
    groups: new GroupNames(systemClock),
    policy: () => account.policy,
    keepOpen: () => ({ [Symbol.dispose]: () => {} }),
    signal: new AbortController().signal,
    onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
  });
  return { events, told, troubles };
}

test("whoever waits for what was told waits for a reaction that takes its time", async () => {
  const found = Promise.withResolvers<KnownMessage>();
  const { events, told } = openAccount(() => found.promise);
  events.take(reactionEvent(LAN.id, own), Promise.resolve());
  const knew = events.told().then(() => told.length);
  found.resolve({ thread: LAN, isOwn: true, message: own.message });
  expect(await knew).toBe(1);
});

test("a reaction is looked up once everything that came before it is stored", async () => {
  let isStored = false;
  const { events, told } = openAccount(async () =>
    isStored ? { thread: LAN, isOwn: true, message: own.message } : undefined,
  );
  const stored = Promise.withResolvers<void>();
  events.take(reactionEvent(LAN.id, own), stored.promise);
  isStored = true;
  stored.resolve();
  await events.told();
  expect(told).toHaveLength(1);
});

test("a reaction that cannot be told is said, and keeps nobody behind it waiting", async () => {
  let isBroken = true;
  const { events, told, troubles } = openAccount(async () => {
    if (isBroken) throw new Error("The disk is full.");
    return { thread: LAN, isOwn: true, message: own.message };
  });
  events.take(reactionEvent(LAN.id, own), Promise.resolve());
  await events.told();
  isBroken = false;
  events.take(reactionEvent(LAN.id, own), Promise.resolve());
  await events.told();
  expect(troubles).toEqual(["a reaction could not be told to the agent: Error: The disk is full."]);
  expect(told).toHaveLength(1);
});
