import { expect, test } from "vitest";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { MemoryChallengeLedger } from "./challenge-ledger.ts";
import { Challenger } from "./challenger.ts";
import { MemoryPairingStore } from "./memory-pairing-store.ts";

const AN = { senderId: "6ede9afa66b88fe6d6a9", name: "An" };
const HOUR_AND_A_BIT = 61 * 60 * 1000;
const UNREACHABLE = new ChannelError("unreachable", "Zalo did not answer sendMessage.");
const FAILED: Delivery = { kind: "not-sent", error: UNREACHABLE };

/** One account with its strangers: what they received, and how the network behaves. */
function account() {
  const clock = new FakeClock();
  const store = new MemoryPairingStore(clock);
  const ledger = new MemoryChallengeLedger();
  const received: { senderId: string; text: string }[] = [];
  const warnings: string[] = [];
  const troubles: (Delivery | Error)[] = [];
  const restarted = () =>
    new Challenger({
      channelId: "zalo",
      accountId: "shop",
      isDefaultAccount: false,
      speaksAs: "bot",
      store,
      ledger,
      warn: (message) => warnings.push(message),
      send: async ({ senderId }, text) => {
        const trouble = troubles.shift();
        if (trouble instanceof Error) throw trouble;
        if (trouble !== undefined) return trouble;
        received.push({ senderId, text });
        return { kind: "sent", messageId: `m${received.length}` };
      },
    });
  return { clock, store, ledger, received, warnings, troubles, restarted, challenger: restarted() };
}

test("a stranger gets one code, and silence while it is valid", async () => {
  const { challenger, received, clock } = account();
  const first = await challenger.challenge(AN);
  await clock.advance(30 * 60 * 1000);
  const second = await challenger.challenge(AN);
  expect(first).toMatchObject({ kind: "sent" });
  expect(second).toMatchObject({ ...first, kind: "silent" });
  expect(received).toHaveLength(1);
  expect(received[0]?.text).toMatch(/openclaw pairing approve zalo [A-Z2-9]{8} --account shop/);
});

test("after an hour the stranger gets a new code", async () => {
  const { challenger, received, clock } = account();
  await challenger.challenge(AN);
  await clock.advance(HOUR_AND_A_BIT);
  expect(await challenger.challenge(AN)).toMatchObject({ kind: "sent" });
  expect(received).toHaveLength(2);
  expect(received[0]?.text).not.toBe(received[1]?.text);
});

test("a restart does not challenge again", async () => {
  const { challenger, restarted, received } = account();
  await challenger.challenge(AN);
  expect(await restarted().challenge(AN)).toMatchObject({ kind: "silent" });
  expect(received).toHaveLength(1);
});

test.each<[string, Delivery | Error]>([
  ["was refused", FAILED],
  ["got no answer", { kind: "unknown", error: UNREACHABLE }],
  ["threw", new Error("socket gone")],
])(
  "a challenge whose sending %s is sent again at the next message, with the same code",
  async (_, trouble) => {
    const { challenger, received, troubles, warnings } = account();
    troubles.push(trouble);
    const first = await challenger.challenge(AN);
    expect(first).toMatchObject({ kind: "failed" });
    const second = await challenger.challenge(AN);
    if (first.kind !== "failed" || second.kind !== "sent") throw new Error("The challenge did not recover.");
    expect(second.code).toBe(first.code);
    expect(received[0]?.text).toContain(second.code);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('Account "shop"');
    expect(warnings[0]).not.toContain(first.code);
  },
);

test("messages that arrive together produce one challenge", async () => {
  const { challenger, received } = account();
  const outcomes = await Promise.all([AN, AN, AN].map((sender) => challenger.challenge(sender)));
  expect(outcomes.map(({ kind }) => kind)).toEqual(["sent", "silent", "silent"]);
  expect(received).toHaveLength(1);
});

test("messages that arrive together while sending fails try once, not once each", async () => {
  const { challenger, received, troubles } = account();
  troubles.push(FAILED);
  const outcomes = await Promise.all([AN, AN].map((sender) => challenger.challenge(sender)));
  expect(outcomes.map(({ kind }) => kind)).toEqual(["failed", "failed"]);
  expect(received).toHaveLength(0);
});

test("two strangers do not wait for each other", async () => {
  const { challenger, received } = account();
  await Promise.all([challenger.challenge(AN), challenger.challenge({ senderId: "222" })]);
  expect(received.map(({ senderId }) => senderId).sort()).toEqual(["222", AN.senderId]);
});

test("a fourth stranger gets nothing, and the operator is told once until there is room again", async () => {
  const { challenger, received, warnings, clock } = account();
  for (const senderId of ["1", "2", "3"]) await challenger.challenge({ senderId });
  expect(await challenger.challenge(AN)).toEqual({ kind: "full" });
  expect(await challenger.challenge({ senderId: "5" })).toEqual({ kind: "full" });
  expect(received).toHaveLength(3);
  expect(warnings).toEqual([expect.stringContaining("openclaw pairing list zalo")]);
  await clock.advance(HOUR_AND_A_BIT);
  expect(await challenger.challenge(AN)).toMatchObject({ kind: "sent" });
});

test("a ledger that cannot be written does not fail the message that was answered", async () => {
  const { challenger, ledger, warnings } = account();
  ledger.markSent = () => Promise.reject(new ChannelError("storage", "The disk is full."));
  expect(await challenger.challenge(AN)).toMatchObject({ kind: "sent" });
  expect(warnings).toHaveLength(1);
});

test("a ledger that cannot be read fails the message and leaves nothing running", async () => {
  const { challenger, ledger, received } = account();
  const read = ledger.wasSent.bind(ledger);
  ledger.wasSent = () => Promise.reject(new ChannelError("storage", "The database is locked."));
  await expect(challenger.challenge(AN)).rejects.toMatchObject({ code: "storage" });
  ledger.wasSent = read;
  expect(await challenger.challenge(AN)).toMatchObject({ kind: "sent" });
  expect(received).toHaveLength(1);
});
