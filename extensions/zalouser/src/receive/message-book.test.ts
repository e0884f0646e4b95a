import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Inbox } from "channel-kit/inbox/inbox";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FLOWERS, LAN, OWN, wireMessage } from "../testing/wire-messages.ts";
import { MessageBook } from "./message-book.ts";

let folder: string;
let inbox: Inbox;
let book: MessageBook;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "messages-"));
  inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalouser" });
  book = new MessageBook(inbox.ledger("shop"));
});
afterEach(() => {
  inbox.close();
  rmSync(folder, { recursive: true });
});

test("a message is found by Zalo's id for it, with what naming it takes", async () => {
  const theirs = wireMessage({ content: "còn hoa không?" });
  const own = wireMessage({ uidFrom: OWN, content: "còn ạ" });
  await book.note(LAN, false, theirs);
  await book.note(FLOWERS, true, own);
  expect(await book.find(theirs.msgId)).toMatchObject({
    thread: LAN,
    isOwn: false,
    message: { cliMsgId: theirs.cliMsgId, content: "còn hoa không?", uidFrom: LAN.id },
  });
  expect(await book.find(own.msgId)).toMatchObject({ thread: FLOWERS, isOwn: true });
  expect(await book.ref(own.msgId)).toEqual({ messageId: own.msgId, clientMessageId: own.cliMsgId });
  expect(await book.find("1")).toBeUndefined();
  expect(await book.ref("1")).toBeUndefined();
});

test("a very long message is kept in part, and no letter is cut in two", async () => {
  const long = wireMessage({ content: "a".repeat(499) + "🌸".repeat(5_000) });
  const huge = wireMessage({ msgType: "chat.photo", content: { title: "ảnh", params: "x".repeat(50_000) } });
  await book.note(LAN, false, long);
  await book.note(LAN, false, huge);
  const content = (await book.find(long.msgId))?.message.content as string;
  expect(content).toHaveLength(500);
  expect(content.isWellFormed()).toBe(true);
  expect((await book.find(huge.msgId))?.message.content).toEqual({ title: "ảnh" });
});
