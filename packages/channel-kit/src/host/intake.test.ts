import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChannelIngressMonitorLifecycle } from "openclaw/plugin-sdk/channel-outbound";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Part } from "../album/album.ts";
import { AlbumBook } from "../album/album-book.ts";
import { AnswerBook } from "../answer/answer-book.ts";
import type { OutgoingText } from "../answer/answer-record.ts";
import { OutgoingBook } from "../answer/outgoing-book.ts";
import { PendingHistory } from "../history/pending-history.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { openInbox } from "../inbox/sqlite-inbox.ts";
import { DownloadError } from "../media/download.ts";
import { Notices } from "../notice/notices.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import { MemoryChallengeLedger } from "../pairing/challenge-ledger.ts";
import { Challenger } from "../pairing/challenger.ts";
import { MemoryPairingStore } from "../pairing/memory-pairing-store.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { memoryHost } from "../testing/memory-host.ts";
import { message, picture } from "../testing/messages.ts";
import { Answering } from "./answering.ts";
import { InboundMediaFetcher } from "./inbound-media.ts";
import { ingressIdentity } from "./ingress-input.ts";
import { Intake } from "./intake.ts";
import { ProcessTurns } from "./process-turns.ts";

const GONE = "[image could not be fetched: it is no longer there]";

let folder: string;
let clock: FakeClock;
let inbox: Inbox;
/** The group that Alice writes in is let in. */
let groupIsOpen: boolean;
/** What the agent was asked, and what people read. */
let asked: string[];
let said: string[];
/** The addresses that were looked at. */
let fetched: string[];
/** What the agent does when it is asked; the story may have it die. */
let agent: () => string | undefined;
/** How the platform answers a notice. */
let onNotice: () => Delivery;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "intake-"));
  clock = new FakeClock(Date.UTC(2026, 0, 1, 13));
  inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalo", clock });
  groupIsOpen = true;
  asked = [];
  said = [];
  fetched = [];
  agent = () => "vâng";
  onNotice = () => ({ kind: "sent", messageId: "n" });
});
afterEach(() => {
  inbox.close();
  rmSync(folder, { recursive: true });
});

/** An account as one process runs it. No picture can be fetched here, which is enough to see what is asked for. */
function answering(waiting: readonly Part[]): Answering {
  const ledger = inbox.ledger("shop");
  const book = new AnswerBook(ledger);
  const pairing = new MemoryPairingStore(clock);
  const { signal } = new AbortController();
  const runtime = memoryHost(({ text }) => {
    asked.push(text);
    return agent();
  });
  const send = async (_: string, { text }: OutgoingText): Promise<Delivery> => {
    said.push(text);
    return { kind: "sent", messageId: "s" };
  };
  return new Answering({
    runtime,
    channelId: "zalo",
    accountId: "shop",
    policy: {
      dmPolicy: "pairing",
      allowFrom: [],
      groupPolicy: "allowlist",
      groupAllowFrom: [],
      groups: groupIsOpen ? { "*": {} } : {},
      idPrefixes: [],
    },
    identity: ingressIdentity([]),
    pairing,
    challenger: new Challenger({
      channelId: "zalo",
      accountId: "shop",
      isDefaultAccount: true,
      speaksAs: "bot",
      store: pairing,
      ledger: new MemoryChallengeLedger(),
      send: async ({ senderId }, text) => await send(senderId, { text }),
      warn: () => {},
    }),
    intake: new Intake({
      albums: new AlbumBook(ledger, book),
      notices: new Notices({
        ledger,
        outgoing: new OutgoingBook(ledger),
        language: "en",
        speaksAs: "bot",
        send: async (chat, text) => {
          const delivery = onNotice();
          return delivery.kind === "sent" ? await send(chat, text) : delivery;
        },
        unknownSends: "repeat",
        clock,
        signal,
        onTrouble: () => {},
      }),
      media: new InboundMediaFetcher({
        runtime,
        downloads: {
          download: async (url) => {
            fetched.push(url);
            throw new DownloadError("not-found", "zdn", "is gone");
          },
        },
        maxBytes: 1_000,
        clock,
        onUnfetched: () => {},
      }),
      following: async () => waiting,
      receivingSince: 0,
      clock,
      onTrouble: () => {},
    }),
    book,
    history: new PendingHistory(ledger),
    historyLimit: undefined,
    turns: new ProcessTurns(),
    clock,
    unknownSends: "repeat",
    blockStreaming: false,
    compose: async ({ text }) => [{ text }],
    send,
    typing: async () => {},
    signal,
    observer: { dropped: () => {}, sent: () => {}, trouble: () => {} },
  });
}

/** Hands one event in, as the inbox does, with those that wait behind it; resolves when it is settled. */
async function handle(event: Part, waiting: readonly Part[] = [], unreadable = false): Promise<void> {
  const lifecycle = {
    abortSignal: new AbortController().signal,
    onAdopted: async () => {},
    onAdoptionFinalizing: () => {},
    onDeferred: () => {},
    onAbandoned: async () => {},
  } as unknown as ChannelIngressMonitorLifecycle;
  await answering(waiting).handle({ ...event, urgent: false, unreadable }, lifecycle);
}

/** Hands in what waits in a chat, one after the other, as a lane of the inbox does. */
async function handleAll(events: readonly Part[]): Promise<void> {
  for (const [at, event] of events.entries()) await handle(event, events.slice(at + 1));
}

const album = () => [picture("1"), picture("2", { text: "hoa này?" }), picture("3")];

describe("an album", () => {
  test("is one question and one answer, whichever picture has the caption", async () => {
    await handleAll([...album(), message("4", { text: "giá?" })]);
    expect(asked).toEqual([["hoa này?", GONE, GONE, GONE].join("\n"), "giá?"]);
    expect(said.filter((text) => text === "vâng")).toHaveLength(2);
  });

  test("is asked about again as a whole when the process dies while the agent thinks", async () => {
    agent = () => {
      throw new Error("killed");
    };
    await expect(handleAll(album())).rejects.toThrow("killed");
    agent = () => "vâng";
    await handleAll(album());
    expect(asked[1]).toBe(asked[0]);
    expect(asked).toHaveLength(2);
  });

  test("whose first picture is given up is answered without it", async () => {
    agent = () => {
      throw new Error("broken");
    };
    const [first, ...rest] = album() as [Part, ...Part[]];
    await expect(handle(first, rest)).rejects.toThrow("broken");
    agent = () => "vâng";
    await handleAll(rest);
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBe(["hoa này?", GONE, GONE].join("\n"));
  });

  test("does not carry a command past the gate", async () => {
    await handleAll([picture("1"), picture("2", { text: "/new" })]);
    expect(asked).toEqual([GONE]);
  });
});

describe("what cannot be read", () => {
  test("is said so in a group that is let in, and in no other", async () => {
    groupIsOpen = false;
    await handle(message("1"), [], true);
    expect(said).toEqual([]);
    groupIsOpen = true;
    await handle(message("2"), [], true);
    expect(said).toEqual([expect.stringContaining("cannot read this kind of message")]);
    expect(asked).toEqual([]);
  });
});

describe("a picture that cannot be had", () => {
  test("is said so once, before the answer to the words", async () => {
    await handleAll([picture("1", { text: "đẹp không?" }), picture("2", { text: "còn cái này?" })]);
    expect(said).toEqual([expect.stringContaining("could not fetch the picture"), "vâng", "vâng"]);
  });

  test("does not keep the words from being answered when not even that can be said", async () => {
    const error = new ChannelError("rejected", "No.");
    onNotice = () => ({ kind: "not-sent", error });
    await handleAll([picture("1", { text: "đẹp không?" })]);
    expect(said).toEqual(["vâng"]);
  });

  test("is not even looked for when the group is not let in", async () => {
    groupIsOpen = false;
    await handleAll(album());
    expect([asked, said, fetched]).toEqual([[], [], []]);
  });
});
