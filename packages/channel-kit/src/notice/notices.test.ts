import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OutgoingBook } from "../answer/outgoing-book.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import { HeldBack } from "../pace/held-back.ts";
import { InboxOnDisk } from "../testing/inbox-on-disk.ts";
import { Notices } from "./notices.ts";

const HOUR_MS = 60 * 60 * 1_000;
const PATIENCE_MS = 20_000;
const UNREADABLE = { kind: "unreadable" } as const;
const TOO_LARGE = {
  kind: "unfetched",
  unfetched: { kind: "image", why: "too-large", limitBytes: 5 * 1024 * 1024 },
} as const;

let disk: InboxOnDisk;
/** What people read: chat and first words. */
let shown: string[];
/** How the platform answers the next sends; it accepts when there is nothing left. */
let answers: Delivery[];
/** Why nothing may leave; undefined when it may. */
let heldBack: HeldBack | undefined;

beforeEach(() => {
  disk = new InboxOnDisk();
  shown = [];
  answers = [];
  heldBack = undefined;
});
afterEach(() => disk[Symbol.dispose]());

function notices(): Notices {
  const ledger = disk.ledger("shop");
  return new Notices({
    ledger,
    outgoing: new OutgoingBook(ledger),
    language: "vi",
    speaksAs: "bot",
    admit: async () => {
      if (heldBack !== undefined) throw heldBack;
      return { learned: () => {}, [Symbol.dispose]: () => {} };
    },
    send: async (chatId, { text }) => {
      const answer = answers.shift() ?? { kind: "sent", messageId: "m" };
      if (answer.kind === "sent") shown.push(`${chatId}: ${text.slice(0, 30)}`);
      return answer;
    },
    unknownSends: "repeat",
    clock: disk.clock,
    signal: new AbortController().signal,
    onTrouble: () => {},
  });
}

const say = (notice: Parameters<Notices["say"]>[0], eventId: string, chatId = "alice") =>
  notices().say(notice, { chatId, eventId }, PATIENCE_MS);

const refused = (code: "rejected" | "rate-limited"): Delivery => ({
  kind: "not-sent",
  error: new ChannelError(code, "No."),
});

const CANNOT_READ = "Xin lỗi bạn, bot chưa đọc được";

describe("a notice", () => {
  test("is said once per chat and hour", async () => {
    for (const eventId of ["e1", "e2", "e3"]) await say(UNREADABLE, eventId);
    await say(UNREADABLE, "e4", "bình");
    expect(shown).toEqual([`alice: ${CANNOT_READ}`, `bình: ${CANNOT_READ}`]);
    await disk.clock.advance(HOUR_MS);
    await say(UNREADABLE, "e5");
    expect(shown).toHaveLength(3);
  });

  test("is not said again after a restart, neither for the same event nor for another", async () => {
    await say(UNREADABLE, "e1");
    disk.restart();
    await say(UNREADABLE, "e1");
    await say(UNREADABLE, "e2");
    expect(shown).toHaveLength(1);
  });

  test("of one kind does not keep another kind from being said", async () => {
    await say(UNREADABLE, "e1");
    await say(TOO_LARGE, "e2");
    expect(shown).toHaveLength(2);
  });

  test("that was refused for now is tried again", async () => {
    answers = [refused("rate-limited")];
    const saying = say(UNREADABLE, "e1");
    await expect.poll(() => disk.clock.sleeping).toBe(1);
    await disk.clock.advance(2_000);
    expect((await saying)?.messageIds).toHaveLength(1);
  });

  test("that was not sent is said when its event comes back, and by no other event meanwhile", async () => {
    answers = [refused("rejected")];
    await expect(say(UNREADABLE, "e1")).rejects.toThrow("No.");
    disk.restart();
    expect(await say(UNREADABLE, "e2")).toBeUndefined();
    await say(UNREADABLE, "e1");
    expect(shown).toHaveLength(1);
  });

  test("leaves nothing behind for ever", async () => {
    await say(UNREADABLE, "e1");
    await disk.clock.advance(25 * HOUR_MS);
    await notices().prune();
    expect(await disk.ledger("shop").list("notice:")).toEqual([]);
  });
});

test("a notice that is held back is not said, now or later: strangers are not to get one message more", async () => {
  const account = { label: "Account", settingsPath: "channels.x", timeZone: "Asia/Ho_Chi_Minh" };
  const hold = { cause: "strangers-per-hour", until: disk.clock.now() + HOUR_MS } as const;
  heldBack = new HeldBack(hold, account, disk.clock.now());
  const cause = { chatId: "alice", eventId: "e1" };
  expect(await notices().say(UNREADABLE, cause, PATIENCE_MS)).toBeUndefined();
  expect(shown).toEqual([]);
});
