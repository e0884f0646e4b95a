import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type { ChannelIngressMonitorLifecycle } from "openclaw/plugin-sdk/channel-outbound";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { AlbumBook } from "../album/album-book.ts";
import { AnswerBook } from "../answer/answer-book.ts";
import { OutgoingBook } from "../answer/outgoing-book.ts";
import type { Envelope } from "../envelope/envelope.ts";
import { chatId, messageId, userId } from "../envelope/ids.ts";
import { PendingHistory } from "../history/pending-history.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { openInbox } from "../inbox/sqlite-inbox.ts";
import { Notices } from "../notice/notices.ts";
import { MemoryChallengeLedger } from "../pairing/challenge-ledger.ts";
import { Challenger } from "../pairing/challenger.ts";
import { MemoryPairingStore } from "../pairing/memory-pairing-store.ts";
import type { GroupEntry } from "../policy/settings.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { memoryHost, type Shown } from "../testing/memory-host.ts";
import { Answering } from "./answering.ts";
import { InboundMediaFetcher } from "./inbound-media.ts";
import { ingressIdentity } from "./ingress-input.ts";
import { Intake } from "./intake.ts";
import { ProcessTurns } from "./process-turns.ts";

const FLOWERS = "zgr-00112233445566778899";
const AN = { id: userId("6ede9afa66b88fe6d6a9"), name: "An" };
const LAN = { id: userId("0f12ab34cd56ef7890ab"), name: "Lan" };

let folder: string;
let clock: FakeClock;
let inbox: Inbox;
let shown: Shown[];
let said: string[];
let groups: Record<string, GroupEntry>;
let allowFrom: string[];
let cfg: OpenClawConfig;
let historyLimit: number | undefined;
/** What the agent does when it is asked; the story may have it die. */
let agent: () => string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "groups-"));
  clock = new FakeClock();
  shown = [];
  said = [];
  groups = { "*": {} };
  allowFrom = [];
  cfg = {};
  historyLimit = undefined;
  agent = () => "vâng";
  inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalo", clock });
});
afterEach(() => {
  inbox.close();
  rmSync(folder, { recursive: true });
});

/** Another process over the same files. */
function restart(): void {
  inbox.close();
  inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalo", clock });
}

function answering(): Answering {
  const ledger = inbox.ledger("default");
  const pairing = new MemoryPairingStore(clock);
  const book = new AnswerBook(ledger);
  const send = async () => ({ kind: "sent" as const, messageId: "s1" });
  const unknownSends = "repeat";
  const { signal } = new AbortController();
  const runtime = memoryHost((what) => {
    shown.push(what);
    return agent();
  }, cfg);
  return new Answering({
    runtime,
    channelId: "zalo",
    accountId: "default",
    policy: {
      dmPolicy: "pairing",
      allowFrom,
      groupPolicy: "allowlist",
      groupAllowFrom: [],
      groups,
      idPrefixes: ["zalo:"],
    },
    identity: ingressIdentity(["zalo:"]),
    pairing,
    challenger: new Challenger({
      channelId: "zalo",
      accountId: "default",
      isDefaultAccount: true,
      speaksAs: "bot",
      store: pairing,
      ledger: new MemoryChallengeLedger(),
      send,
      warn: (message) => said.push(message),
    }),
    intake: new Intake({
      albums: new AlbumBook(ledger, book),
      notices: new Notices({
        ledger,
        outgoing: new OutgoingBook(ledger),
        language: "vi",
        speaksAs: "bot",
        send,
        unknownSends,
        clock,
        signal,
        onTrouble: () => {},
      }),
      media: new InboundMediaFetcher({
        runtime,
        downloads: { download: () => Promise.reject(new Error("Nobody sends anything but text here.")) },
        maxBytes: 1_000,
        clock,
        onUnfetched: () => {},
      }),
      following: async () => [],
      receivingSince: clock.now(),
      clock,
      onTrouble: (what, error) => said.push(`${what}: ${String(error)}`),
    }),
    book,
    history: new PendingHistory(ledger),
    historyLimit,
    turns: new ProcessTurns(),
    clock,
    unknownSends,
    blockStreaming: false,
    compose: async ({ text }) => [{ text }],
    send: async (chat, { text }) => {
      said.push(`${chat}: ${text}`);
      return await send();
    },
    typing: async () => {},
    signal,
    observer: { dropped: () => {}, sent: () => {}, trouble: () => {} },
  });
}

let messages = 0;

/** Hands one group message in, as the inbox does; resolves when it is settled. */
async function hears(text: string, options: Partial<Envelope> & { eventId?: string } = {}): Promise<void> {
  messages += 1;
  const { eventId = `e${messages}`, ...rest } = options;
  const envelope: Envelope = {
    accountId: "default",
    messageId: messageId(eventId),
    chat: { id: chatId(FLOWERS), kind: "group" },
    sender: AN,
    text,
    sentAt: clock.now(),
    mentionsSelf: true,
    attachments: [],
    ...rest,
  };
  const lifecycle = {
    abortSignal: new AbortController().signal,
    onAdopted: async () => {},
    onAdoptionFinalizing: () => {},
    onDeferred: () => {},
    onAbandoned: async () => {},
  } as unknown as ChannelIngressMonitorLifecycle;
  const event = { eventId, envelope, receivedAt: clock.now(), urgent: false, unreadable: false };
  await answering().handle(event, lifecycle);
}

const overhears = (text: string, options: Partial<Envelope> = {}) =>
  hears(text, { ...options, mentionsSelf: false });

describe("a group message that does not address the agent", () => {
  test("goes along with the next one that does, with who wrote it, and only with that one", async () => {
    await overhears("mai họp lúc 9 giờ", { sender: LAN });
    await overhears("", { attachments: [{ kind: "image", url: "https://photo/1.jpg" }] });
    expect(shown).toEqual([]);
    await hears("họp lúc mấy giờ?");
    await hears("cảm ơn");
    expect(shown.map(({ text, history }) => ({ text, history }))).toEqual([
      {
        text: "họp lúc mấy giờ?",
        history: [`Lan (${LAN.id}): mai họp lúc 9 giờ`, `An (${AN.id}): [image]`],
      },
      { text: "cảm ơn", history: [] },
    ]);
    expect(said).toEqual([`${FLOWERS}: vâng`, `${FLOWERS}: vâng`]);
  });

  test("is not lost with a process that dies while the agent thinks", async () => {
    await overhears("mai họp lúc 9 giờ", { sender: LAN });
    agent = () => {
      throw new Error("killed");
    };
    await expect(hears("họp lúc mấy giờ?", { eventId: "question" })).rejects.toThrow("killed");
    restart();
    agent = () => "9 giờ";
    await hears("họp lúc mấy giờ?", { eventId: "question" });
    await hears("cảm ơn");
    expect(shown.map(({ history }) => history.length)).toEqual([1, 1, 0]);
  });

  test("is not shown twice when the process dies between the answer and its last note", async () => {
    await overhears("mai họp lúc 9 giờ");
    await hears("họp lúc mấy giờ?", { eventId: "question" });
    // As if the last step had not come to pass: the row is handed in again, and the message is still there.
    const history = new PendingHistory(inbox.ledger("default"));
    const kept = { eventId: "e", messageId: "e", sender: "Lan", text: "mai họp", sentAt: 1 };
    await history.add(FLOWERS, kept, 50);
    await history.take(FLOWERS, "question", 50);
    restart();
    await hears("họp lúc mấy giờ?", { eventId: "question" });
    await hears("cảm ơn");
    expect(shown.map(({ history: before }) => before.length)).toEqual([1, 0]);
  });

  test("is settled as well when the agent has nothing to say", async () => {
    await overhears("mai họp lúc 9 giờ");
    agent = () => undefined;
    await hears("họp lúc mấy giờ?");
    await hears("alo?");
    expect(shown.map(({ history }) => history.length)).toEqual([1, 0]);
  });

  test("stays for the agent when a command is answered first", async () => {
    allowFrom = [AN.id];
    await overhears("mai họp lúc 9 giờ");
    await hears("/status");
    await hears("họp lúc mấy giờ?");
    expect(shown.map(({ text, history }) => ({ text, lines: history.length }))).toEqual([
      { text: "/status", lines: 0 },
      { text: "họp lúc mấy giờ?", lines: 1 },
    ]);
  });

  test("is not kept when its writer may not trigger the agent, or its group is closed", async () => {
    groups = { [FLOWERS]: { allowFrom: [AN.id] } };
    await overhears("tôi là người lạ", { sender: LAN });
    await overhears("nhóm khác", { chat: { id: chatId("zgr-ffffffffffffffffffff"), kind: "group" } });
    await hears("ai vừa nói gì?");
    expect(shown.map(({ history }) => history)).toEqual([[]]);
  });
});

describe("how many go along", () => {
  const skipThree = async () => {
    for (const text of ["một", "hai", "ba"]) await overhears(text);
    await hears("và sao nữa?");
    return shown.at(-1)?.history.map((line) => line.split(": ")[1]);
  };

  test("the account's limit", async () => {
    historyLimit = 2;
    expect(await skipThree()).toEqual(["hai", "ba"]);
  });

  test("else the gateway's", async () => {
    cfg = { messages: { groupChat: { historyLimit: 1 } } };
    expect(await skipThree()).toEqual(["ba"]);
  });

  test("none with nought", async () => {
    historyLimit = 0;
    expect(await skipThree()).toEqual([]);
  });
});

describe("a group's own rule", () => {
  test("its prompt reaches the agent there, that of all groups elsewhere, and none a direct chat", async () => {
    groups = { "*": { systemPrompt: "Nói ngắn." }, [FLOWERS]: { systemPrompt: "Chỉ nói về hoa." } };
    await hears("chào");
    await hears("chào", { chat: { id: chatId("zgr-ffffffffffffffffffff"), kind: "group" } });
    expect(shown.map(({ groupPrompt }) => groupPrompt)).toEqual(["Chỉ nói về hoa.", "Nói ngắn."]);
    expect(new Set(shown.map(({ sessionKey }) => sessionKey)).size).toBe(2);
  });

  test("one that needs no mention has every message answered at once", async () => {
    groups = { [FLOWERS]: { requireMention: false } };
    await overhears("ai rảnh?");
    expect(shown.map(({ text, history }) => ({ text, history }))).toEqual([
      { text: "ai rảnh?", history: [] },
    ]);
  });
});
