import { readdirSync } from "node:fs";
import { join } from "node:path";
import { KeptFiles } from "channel-kit/media/kept-files";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { systemClock } from "channel-kit/time/clock";
import { expect, onTestFinished, test, vi } from "vitest";
import { MemorySession } from "../testing/memory-session.ts";
import { MemoryZalo } from "../testing/memory-zalo.ts";
import { RunningAccount } from "../testing/running-account.ts";
import { FLOWERS, LAN, messageEvent, OWN, reactionEvent } from "../testing/wire-messages.ts";

const HOUR_MS = 60 * 60 * 1_000;

/** Something comes true soon. */
const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

test("a message from a saved session's socket is answered in its chat", async () => {
  await using account = new RunningAccount();
  await soon(() => expect(account.status.connected).toBe(true));
  account.zalo.session.socket.brings(messageEvent({ content: "còn hoa hồng không?" }));
  await soon(() => expect(account.sent).toEqual([{ to: LAN.id, text: "Dạ, còn hoa hồng không?" }]));
  expect(account.status).toMatchObject({ lifecycle: "ready", own: { id: OWN, name: "Tiệm Hoa" } });
});

test("a stranger gets a code under pairing, and the agent hears nothing", async () => {
  await using account = new RunningAccount({ settings: {} });
  await soon(() => expect(account.status.connected).toBe(true));
  account.zalo.session.socket.brings(messageEvent());
  await soon(() => expect(account.sent).toHaveLength(1));
  expect(account.sent[0]?.text).toContain("CODE0001");
  // It has a person's name and face.
  expect(account.sent[0]?.text).not.toMatch(/\bbot\b/i);
  expect(account.shown).toEqual([]);
  expect(account.zalo.session.callsOf("sendSeen")).toEqual([]);
});

test("in a group only what calls the account is answered, with what was said before", async () => {
  await using account = new RunningAccount({ settings: { groupPolicy: "open" } });
  await soon(() => expect(account.status.connected).toBe(true));
  const { socket } = account.zalo.session;
  socket.brings(messageEvent({ content: "chợ hôm nay đông" }, FLOWERS));
  const mention = { uid: OWN, pos: 0, len: 9 };
  socket.brings(messageEvent({ content: "@Tiệm Hoa mở cửa chưa?", mentions: [mention] }, FLOWERS));
  await soon(() => expect(account.sent).toEqual([{ to: FLOWERS.id, text: "Dạ, mở cửa chưa?" }]));
  expect(account.shown[0]?.history).toEqual([`Chị Lan (${LAN.id}): chợ hôm nay đông`]);
});

test("without a login the account waits, with the command that logs it in", async () => {
  await using account = new RunningAccount({ isLoggedIn: false });
  await soon(() => expect(account.status.lifecycle).toBe("blocked"));
  expect(account.status.lastError).toContain("openclaw channels login --channel zalouser --account default");
});

test("a login that Zalo refuses blocks the account, and nothing is tried again", async () => {
  const zalo = new MemoryZalo();
  zalo.refuses = new ChannelError("unauthorized", "Zalo has ended this login.");
  await using account = new RunningAccount({ zalo });
  await soon(() => expect(account.status.lifecycle).toBe("blocked"));
  expect(account.status).toMatchObject({ connected: false, terminalDisconnect: true });
  expect(zalo.resumed).toHaveLength(1);
});

test("the account's own messages, from here or from its owner's phone, are never answered", async () => {
  await using account = new RunningAccount();
  await soon(() => expect(account.status.connected).toBe(true));
  const { socket } = account.zalo.session;
  socket.brings(messageEvent({ uidFrom: OWN, idTo: LAN.id, content: "em chào chị" }));
  socket.brings(messageEvent({ content: "chào em" }));
  await soon(() => expect(account.sent).toEqual([{ to: LAN.id, text: "Dạ, chào em" }]));
  expect(account.shown).toHaveLength(1);
});

test("what was missed while the account was stopped is answered once, before what is new", async () => {
  const zalo = new MemoryZalo();
  const session = () => zalo.sessions.at(-1) ?? new MemorySession();
  await using first = new RunningAccount({ zalo });
  await soon(() => expect(first.status.connected).toBe(true));
  const known = messageEvent({ content: "một", ts: String(Date.now()) });
  session().socket.brings(known);
  await soon(() => expect(first.sent).toHaveLength(1));
  await first.stop();

  const past = [known, messageEvent({ content: "hai", ts: String(Date.now() + 1) })];
  const later = new MemoryZalo(() => {
    const next = new MemorySession();
    next.past.push(...past);
    return next;
  });
  await using second = new RunningAccount({ zalo: later, folder: first.folder });
  await soon(() => expect(second.status.connected).toBe(true));
  later.session.socket.brings(messageEvent({ content: "ba", ts: String(Date.now() + 2) }));
  await soon(() => expect(second.sent.map(({ text }) => text)).toEqual(["Dạ, hai", "Dạ, ba"]));
});

test("a recalled message is not answered when its turn has not begun", async () => {
  await using account = new RunningAccount({ agent: ({ text }) => text });
  await soon(() => expect(account.status.connected).toBe(true));
  const { socket } = account.zalo.session;
  const mistake = messageEvent({ content: "nhầm" });
  const { msgId: messageId, cliMsgId: clientMessageId } = mistake.message;
  socket.brings({
    kind: "undo",
    thread: LAN,
    isSelf: false,
    by: LAN.id,
    undone: { messageId, clientMessageId },
    at: "1",
  });
  socket.brings(mistake);
  socket.brings(messageEvent({ content: "đúng rồi" }));
  await soon(() => expect(account.sent).toHaveLength(1));
  expect(account.shown.map(({ text }) => text)).toEqual(["đúng rồi"]);
});

test("people see that their message was read once the gate has let it pass, and strangers see nothing", async () => {
  await using account = new RunningAccount({ settings: { allowFrom: [LAN.id] } });
  await soon(() => expect(account.status.connected).toBe(true));
  const { session } = account.zalo;
  const hers = messageEvent();
  const stranger = { kind: "direct", id: "200000000000000009" } as const;
  session.socket.brings(messageEvent({ uidFrom: stranger.id }, stranger));
  session.socket.brings(hers);
  await soon(() => expect(account.sent).toHaveLength(2));
  await soon(() => expect(session.callsOf("sendSeen")).toHaveLength(1));
  const [thread, messages] = session.callsOf("sendSeen")[0] ?? [];
  expect(thread).toEqual(LAN);
  expect(messages).toMatchObject([{ msgId: hers.message.msgId, uidFrom: LAN.id }]);
  expect(session.callsOf("sendDelivered").map(([to]) => to)).toEqual([LAN]);
});

test("a reaction to the account's own message is told to the agent, one of a stranger or to others' is not", async () => {
  await using account = new RunningAccount({ settings: { allowFrom: [LAN.id] } });
  await soon(() => expect(account.status.connected).toBe(true));
  const { socket } = account.zalo.session;
  const own = messageEvent({ uidFrom: OWN, idTo: LAN.id, content: "cửa hàng mở rồi ạ" });
  const hers = messageEvent({ content: "vâng" });
  socket.brings(own);
  socket.brings(hers);
  await soon(() => expect(account.sent).toHaveLength(1));
  socket.brings(reactionEvent("200000000000000009", own));
  socket.brings(reactionEvent(LAN.id, hers));
  socket.brings(reactionEvent(LAN.id, own));
  await soon(() => expect(account.told).toHaveLength(1));
  expect(account.told[0]).toBe(
    `Chị Lan reacted with /-heart to your Zalo message ${own.message.msgId} ("cửa hàng mở rồi ạ").`,
  );
});

test("whoever reacts to an answer at once and writes on is answered by an agent that knows of the reaction", async () => {
  const knew: string[][] = [];
  await using account = new RunningAccount({
    agent: () => {
      knew.push([...account.told]);
      return "Dạ";
    },
  });
  await soon(() => expect(account.status.connected).toBe(true));
  const { socket } = account.zalo.session;
  const own = messageEvent({ uidFrom: OWN, idTo: LAN.id, content: "cửa hàng mở rồi ạ" });
  // All of it comes in one piece, as it does when the machine was busy with something else.
  for (const event of [own, reactionEvent(LAN.id, own), messageEvent({ content: "cảm ơn" })])
    socket.brings(event);
  await soon(() => expect(account.sent).toHaveLength(1));
  expect(knew).toEqual([[expect.stringContaining("reacted with /-heart")]]);
});

test("the message that somebody answers reaches the agent with the answer", async () => {
  await using account = new RunningAccount();
  await soon(() => expect(account.status.connected).toBe(true));
  const quote = {
    ownerId: OWN,
    globalMsgId: "900",
    cliMsgId: "901",
    cliMsgType: "1",
    ts: "1",
    msg: "hoa hồng 50k",
    attach: "",
    fromD: "Tiệm Hoa",
  };
  account.zalo.session.socket.brings(messageEvent({ content: "lấy 10 bông", quote }));
  await soon(() => expect(account.shown).toHaveLength(1));
  expect(account.shown[0]).toMatchObject({ text: "lấy 10 bông", quoted: "hoa hồng 50k" });
});

test("R10: what comes while the account stops is answered by the next start", async () => {
  await using account = new RunningAccount();
  await soon(() => expect(account.status.connected).toBe(true));
  const { socket } = account.zalo.session;
  const stopping = account.stop();
  socket.brings(messageEvent({ content: "phút cuối" }));
  await stopping;
  expect(account.sent).toEqual([]);
  await using next = new RunningAccount({ folder: account.folder });
  await soon(() => expect(next.sent).toEqual([{ to: LAN.id, text: "Dạ, phút cuối" }]));
});

test("a file that was sent is deleted within some hours, although no other is sent", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  await using account = new RunningAccount({ isHurried: true });
  const folder = join(account.folder, "zalouser", "outgoing");
  const files = new KeptFiles({ folder, clock: systemClock });
  await files.release(await files.keep(Buffer.from("%PDF-1.4")));
  await soon(() => expect(account.status.connected).toBe(true));
  vi.setSystemTime(Date.now() + 2 * HOUR_MS);
  account.zalo.session.socket.brings(messageEvent({ content: "chào em" }));
  await soon(() => expect(readdirSync(folder)).toEqual([]));
});

test("an agent that answers when its account was started again is not asked again, and its answer is sent", async () => {
  const answer = Promise.withResolvers<string>();
  await using first = new RunningAccount({ agent: () => answer.promise });
  await soon(() => expect(first.status.connected).toBe(true));
  first.zalo.session.socket.brings(messageEvent({ content: "hoa nào đẹp nhất?" }));
  await soon(() => expect(first.shown).toHaveLength(1));
  await first.stop();
  await using second = new RunningAccount({ folder: first.folder });
  await soon(() => expect(second.status.connected).toBe(true));
  answer.resolve("Dạ, hoa hồng");
  await soon(() => expect(second.sent).toEqual([{ to: LAN.id, text: "Dạ, hoa hồng" }]));
  expect(second.shown).toEqual([]);
  expect(first.sent).toEqual([]);
});

test("an agent that answers while its account is stopped is not asked again at the next start", async () => {
  const answer = Promise.withResolvers<string>();
  await using first = new RunningAccount({ agent: () => answer.promise });
  await soon(() => expect(first.status.connected).toBe(true));
  first.zalo.session.socket.brings(messageEvent({ content: "hoa nào đẹp nhất?" }));
  await soon(() => expect(first.shown).toHaveLength(1));
  await first.stop();
  answer.resolve("Dạ, hoa hồng");
  await using second = new RunningAccount({ folder: first.folder });
  await soon(() => expect(second.sent).toEqual([{ to: LAN.id, text: "Dạ, hoa hồng" }]));
  expect(second.shown).toEqual([]);
});
