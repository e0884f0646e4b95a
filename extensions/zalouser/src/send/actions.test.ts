import { FakeClock } from "channel-kit/testing/fake-clock";
import { MemoryLedger } from "channel-kit/testing/memory-ledger";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LiveAccount } from "../live/live-accounts.ts";
import { liveAccounts } from "../process-state.ts";
import { MessageBook } from "../receive/message-book.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { FLOWERS, LAN, wireMessage } from "../testing/wire-messages.ts";
import { handleAction } from "./actions.ts";

const cfg: OpenClawConfig = { channels: { zalouser: {} } };

let session: MemorySession;
let account: Disposable;
const asked = wireMessage({ msgId: "71", cliMsgId: "7100" });
const answered = wireMessage({ msgId: "72", cliMsgId: "7200", idTo: FLOWERS.id });
beforeEach(async () => {
  session = new MemorySession();
  const messages = new MessageBook(new MemoryLedger(new FakeClock()));
  await messages.note(LAN, false, asked);
  await messages.note(FLOWERS, true, answered);
  // Nothing keeps this account back; what does so elsewhere has stories of its own.
  const admit = async () => ({ learned: () => {}, [Symbol.dispose]: () => {} });
  account = liveAccounts.enter("default", { session, messages, safety: { admit } } as unknown as LiveAccount);
});
afterEach(() => account[Symbol.dispose]());

type Context = Parameters<typeof handleAction>[0];
const act = (action: Context["action"], params: Record<string, unknown>, more: Partial<Context> = {}) =>
  handleAction({ channel: "zalouser", action, cfg, params, ...more });

test("a reaction goes to the message by both of its names", async () => {
  await act("react", { to: LAN.id, messageId: "71", emoji: "👍🏻" });
  expect(session.callsOf("react")).toEqual([[LAN, { messageId: "71", clientMessageId: "7100" }, "/-strong"]]);
});

test("a reaction is taken back, whichever it was", async () => {
  await act("react", { to: LAN.id, messageId: "71", emoji: "👍", remove: true });
  await act("react", { to: LAN.id, messageId: "71" });
  expect(session.callsOf("react").map(([, , icon]) => icon)).toEqual(["", ""]);
});

test("an agent that names no message means the one it answers, also when that was handed to it again", async () => {
  const toolContext = { currentChannelId: LAN.id, currentMessagingTarget: LAN.id, currentMessageId: "71~2" };
  await act("react", { emoji: "❤️" }, { toolContext });
  expect(session.callsOf("react")).toMatchObject([[LAN, { messageId: "71" }, "/-heart"]]);
});

test("an emoji that Zalo has no reaction for is refused with all that it has", async () => {
  await expect(act("react", { to: LAN.id, messageId: "71", emoji: "🦄" })).rejects.toThrow(
    /Zalo has no reaction for "🦄"\. Choose one of ❤️ 👍/u,
  );
});

test.each(["unsend", "delete"] as const)("%s takes an own message back", async (action) => {
  await act(action, { to: `group:${FLOWERS.id}`, messageId: "72" });
  expect(session.callsOf("undo")).toEqual([[FLOWERS, { messageId: "72", clientMessageId: "7200" }]]);
});

test("nobody else's message is taken back", async () => {
  await expect(act("unsend", { to: LAN.id, messageId: "71" })).rejects.toThrow(
    "was written by somebody else",
  );
  expect(session.calls).toEqual([]);
});

test("a message that is not known, or stands in another chat, is an error that says so", async () => {
  for (const params of [
    { to: LAN.id, messageId: "99" },
    { to: LAN.id, messageId: "72" },
    { to: FLOWERS.id, messageId: "72" },
    { to: LAN.id },
  ]) {
    await expect(act("react", { ...params, emoji: "❤️" })).rejects.toThrow("is not known in this chat");
  }
  expect(session.calls).toEqual([]);
});

test("an account that is not connected here says where it is", async () => {
  account[Symbol.dispose]();
  await expect(act("react", { to: LAN.id, messageId: "71", emoji: "❤️" })).rejects.toThrow(
    /"default" is not logged in in this process\. Only the running gateway holds its session\./,
  );
});

test("a sticker that is named wrongly is refused before anything is sent", async () => {
  await expect(act("sticker", { to: LAN.id, stickerId: ["21979:10425", "smile"] })).rejects.toThrow(
    /"smile" is not a sticker of Zalo's\. Name it as <id>:<category>/,
  );
});
