import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PlatformMessageNotDispatchedError } from "openclaw/plugin-sdk/error-runtime";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HeldSend } from "../answer/held-sends.ts";
import { OutgoingBook } from "../answer/outgoing-book.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { openInbox } from "../inbox/sqlite-inbox.ts";
import { ChannelError, type ChannelErrorCode } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import { HeldBack, type HoldCause } from "../pace/held-back.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { type Outbound, reconcileOutbound, sendOutbound } from "./outbound.ts";

let folder: string;
let clock: FakeClock;
let inbox: Inbox;
let book: OutgoingBook;
/** What people see. */
let shown: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outbound-"));
  clock = new FakeClock();
  inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalo", clock });
  book = new OutgoingBook(inbox.ledger("default"));
  shown = [];
});
afterEach(() => {
  inbox.close();
  rmSync(folder, { recursive: true });
});

type Reaction = "accept" | "lose-answer" | ChannelErrorCode;

/** Sends three pieces to a platform that reacts as the story says, then accepts; lets time pass as needed. */
async function send(
  reactions: readonly Reaction[],
  { queued = true, ...options }: Partial<Outbound> & { queued?: boolean } = {},
) {
  const left = [...reactions];
  let settled = false;
  const outcome = sendOutbound({
    channelId: "zalo",
    chatId: "alice",
    compose: async () => ({ messages: ["một", "hai", "ba"] }),
    ...(queued ? { delivery: { id: "d1", part: 0 }, book } : {}),
    unknownSends: "repeat",
    clock,
    signal: new AbortController().signal,
    send: async ({ text }): Promise<Delivery> => {
      const reaction = left.shift() ?? "accept";
      if (reaction === "accept" || reaction === "lose-answer") shown.push(text);
      if (reaction === "accept") return { kind: "sent", messageId: `id-${shown.length}` };
      if (reaction === "lose-answer")
        return { kind: "unknown", error: new ChannelError("timeout", "Silence.") };
      return { kind: "not-sent", error: new ChannelError(reaction, `Said ${reaction}.`) };
    },
    ...options,
  }).then(
    (result) => ({ result, error: undefined }),
    (error: unknown) => ({ result: undefined, error }),
  );
  void outcome.then(() => {
    settled = true;
  });
  while (!settled) {
    await new Promise((resolve) => setImmediate(resolve));
    if (clock.sleeping > 0) await clock.advance(500);
  }
  return await outcome;
}

const ONE = async () => ({ messages: ["một"] });
const reconcile = () => reconcileOutbound("zalo", book, { queueId: "d1", to: "alice" });

test("a text goes out in order and comes back as one receipt", async () => {
  const { result } = await send([]);
  expect(shown).toEqual(["một", "hai", "ba"]);
  expect(JSON.stringify(result?.receipt)).toContain("id-1");
  expect(JSON.stringify(result?.receipt)).toContain("id-3");
});

test("a short outage is waited out", async () => {
  const { result } = await send(["accept", "unreachable", "rate-limited"]);
  expect(shown).toEqual(["một", "hai", "ba"]);
  expect(result).toBeDefined();
});

describe("a send that certainly failed", () => {
  test("is given back to the gateway's queue, which may repeat it without doubling", async () => {
    const { error } = await send(["accept", ...Array<Reaction>(30).fill("unreachable")]);
    expect(error).toBeInstanceOf(PlatformMessageNotDispatchedError);
    expect(shown).toEqual(["một"]);
    await send([]);
    expect(shown).toEqual(["một", "hai", "ba"]);
  });

  test("is marked as useless to repeat when the platform said no for good", async () => {
    const { error } = await send(["rejected"]);
    expect(error).toBeInstanceOf(PlatformMessageNotDispatchedError);
    expect(error).toMatchObject({ retryable: false });
  });

  test("may be repeated without a book as long as nothing has arrived", async () => {
    const { error } = await send(["rejected"], { queued: false });
    expect(error).toBeInstanceOf(PlatformMessageNotDispatchedError);
  });

  test("may not be repeated without a book once a part of it has arrived", async () => {
    const { error } = await send(["accept", "rejected"], { queued: false });
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).not.toBeInstanceOf(PlatformMessageNotDispatchedError);
  });
});

describe("a send that may have arrived", () => {
  test("is repeated once", async () => {
    const { result } = await send(["lose-answer"]);
    expect(shown).toEqual(["một", "một", "hai", "ba"]);
    expect(result).toBeDefined();
  });

  test("is an error with the fix when it is held and nothing else is known to have arrived", async () => {
    const { error } = await send(["lose-answer"], { compose: ONE, unknownSends: "hold" });
    expect(error).toMatchObject({ code: "unreachable", retryable: false });
    expect(String(error)).toContain("Look into the chat.");
    expect(shown).toEqual(["một"]);
  });

  test("is not sent again by the queue's next try", async () => {
    await send(["lose-answer"], { compose: ONE, unknownSends: "hold" });
    await send([], { compose: ONE, unknownSends: "hold" });
    expect(shown).toEqual(["một"]);
  });
});

test("being stopped is told as that, so that the gateway takes it up after the restart", async () => {
  const { error } = await send([], { signal: AbortSignal.abort() });
  expect(error).toMatchObject({ code: "aborted" });
  expect(shown).toEqual([]);
});

describe("a send of which a part is missing", () => {
  const NO_ADDRESS = new ChannelError("misconfigured", "No address.", { fix: "Set one." });
  const some = async () => ({ messages: ["một"], missing: NO_ADDRESS });

  test("goes out with the rest, and is an error that says so and is not to be repeated", async () => {
    const { error } = await send([], { compose: some });
    expect(shown).toEqual(["một"]);
    expect(error).toBeInstanceOf(PlatformMessageNotDispatchedError);
    expect(error).toMatchObject({ retryable: false, message: "No address. Set one. The rest was sent." });
  });

  test("without a book is never told as not sent", async () => {
    const { error } = await send([], { compose: some, queued: false });
    expect(shown).toEqual(["một"]);
    expect(error).not.toBeInstanceOf(PlatformMessageNotDispatchedError);
    expect(error).toMatchObject({ code: "misconfigured" });
  });

  test("is not sent at all when the whole of it may go well later", async () => {
    const missing = new ChannelError("storage", "Disk full.");
    const { error } = await send([], { compose: async () => ({ messages: ["một"], missing }) });
    expect(shown).toEqual([]);
    expect(error).toMatchObject({ retryable: true });
    await send([]);
    expect(shown).toEqual(["một", "hai", "ba"]);
  });

  test("with nothing left of it is told as not sent", async () => {
    const { error } = await send([], { compose: async () => ({ messages: [], missing: NO_ADDRESS }) });
    expect(error).toBeInstanceOf(PlatformMessageNotDispatchedError);
    expect(error).toMatchObject({ retryable: false, message: "No address. Set one." });
  });
});

test("what an earlier try has composed is not composed again", async () => {
  await send(["accept", "rejected"]);
  await send([], { compose: () => Promise.reject(new Error("composed twice")) });
  expect(shown).toEqual(["một", "hai", "ba"]);
});

test("the gateway is asked before each request, and may take the rest back", async () => {
  let asked = 0;
  const mayStillSend = async () => {
    asked += 1;
    if (asked === 3) throw new Error("taken back");
  };
  const { error } = await send([], { mayStillSend });
  expect(error).toMatchObject({ message: "taken back" });
  expect(shown).toEqual(["một", "hai"]);
  await send([]);
  expect(shown).toEqual(["một", "hai", "ba"]);
});

test("the receipt says whether there were pictures", async () => {
  const media = { kind: "image", url: "https://x/a.png" } as const;
  const { result } = await send([], { compose: async () => ({ messages: [{ text: "a", media }] }) });
  expect(result?.receipt.parts.map(({ kind }) => kind)).toEqual(["media"]);
});

describe("after a restart the gateway asks what became of a send", () => {
  test("never begun: not sent", async () => {
    expect(await reconcile()).toEqual({ status: "not_sent" });
  });

  test("all pieces accepted: sent, with the receipt", async () => {
    await send([]);
    expect(await reconcile()).toMatchObject({ status: "sent" });
    expect(JSON.stringify(await reconcile())).toContain("id-2");
  });

  test("some accepted: not sent, and the next try sends only the rest", async () => {
    await send(["accept", "rejected"]);
    expect(await reconcile()).toEqual({ status: "not_sent" });
    await send([]);
    expect(shown).toEqual(["một", "hai", "ba"]);
  });

  test("one of them held in doubt: unresolved, for the operator to decide", async () => {
    await send(["accept", "lose-answer"], { unknownSends: "hold" });
    expect(await reconcile()).toMatchObject({ status: "unresolved", retryable: false });
  });
});

describe("a send that may not go out at this time", () => {
  const account = { label: "A", settingsPath: "channels.zalo", timeZone: "Asia/Ho_Chi_Minh" };
  const holding = (cause: HoldCause) => async () => {
    throw new HeldBack({ cause, until: clock.now() + 60 * 60_000 }, account, clock.now());
  };

  test("in quiet hours is kept for later, once, and told not to have been sent", async () => {
    const kept: HeldSend[] = [];
    const keepForLater = async (held: HeldSend) => void kept.push(held);
    const { error } = await send([], { admit: holding("quiet-hours"), keepForLater });
    expect(error).toBeInstanceOf(PlatformMessageNotDispatchedError);
    expect(error).toMatchObject({
      retryable: false,
      message: expect.stringMatching(/quiet until .* It goes out by itself then; do not send it again\.$/),
    });
    expect(kept).toEqual([{ deliveryId: "d1", part: 0, target: "alice" }]);
    expect(await book.find("d1", 0)).toHaveLength(3);
    expect(shown).toEqual([]);
  });

  test("for another cause, or without anybody who would keep it, is the gateway's to try again or to give up", async () => {
    const again = await send([], { admit: holding("paused"), keepForLater: async () => {} });
    const alone = await send([], { admit: holding("quiet-hours") });
    const never = await send([], { admit: holding("strangers-per-day") });
    for (const { error } of [again, alone, never]) {
      expect(error).toBeInstanceOf(PlatformMessageNotDispatchedError);
    }
    expect([again, alone, never].map(({ error }) => (error as { retryable?: boolean }).retryable)).toEqual([
      true,
      true,
      false,
    ]);
  });
});
