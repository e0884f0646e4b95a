import { ChannelError } from "channel-kit/outcome/channel-error";
import { expect, test, vi } from "vitest";
import { MemorySession } from "../testing/memory-session.ts";
import { MemoryZalo } from "../testing/memory-zalo.ts";
import { RunningAccount } from "../testing/running-account.ts";
import { FLOWERS, LAN, messageEvent, OWN } from "../testing/wire-messages.ts";

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
