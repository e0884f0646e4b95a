import { expect, test } from "vitest";
import { scene } from "../testing/scene.ts";
import type { Content } from "../world/content.ts";

const URL_OF = { photo: "http://127.0.0.1:1/a.jpg", voice: "http://127.0.0.1:1/a.aac" };

test.each<[string, Content, string, object]>([
  [
    "an image",
    { kind: "image", url: URL_OF.photo, caption: "hoa" },
    "message.image.received",
    { photo_url: URL_OF.photo, caption: "hoa", message_type: "CHAT_PHOTO" },
  ],
  [
    "a voice",
    { kind: "voice", url: URL_OF.voice },
    "message.voice.received",
    { voice_url: URL_OF.voice, message_type: "CHAT_VOICE" },
  ],
  ["a sticker", { kind: "sticker", id: "0e07" }, "message.sticker.received", { sticker: "0e07" }],
  ["something withheld", { kind: "unsupported" }, "message.unsupported.received", {}],
  [
    "a kind yet to come",
    { kind: "unknown", eventName: "message.hologram.received", fields: { hologram: 1 } },
    "message.hologram.received",
    { hologram: 1 },
  ],
])("%s arrives as its event and nothing more", async (_what, content, eventName, fields) => {
  await using s = await scene();
  const messageId = s.alice.sends(s.bot, content);
  expect((await s.call("getUpdates")).body?.result).toEqual({
    event_name: eventName,
    message: {
      message_id: messageId,
      date: expect.any(Number),
      from: { id: s.alice.id, display_name: "Alice", is_bot: false },
      chat: { id: s.alice.id, chat_type: "PRIVATE" },
      ...fields,
    },
  });
});

test.each([
  ["photo_url", { photo_url: URL_OF.photo }, "photo"],
  ["photo", { photo: URL_OF.photo }, "photo_url"],
  ["both", { photo_url: URL_OF.photo, photo: URL_OF.photo }, "neither"],
] as const)("an image carries its URL where imageField says: %s", async (imageField, present, absent) => {
  await using s = await scene({ imageField });
  s.alice.sends(s.bot, { kind: "image", url: URL_OF.photo });
  const message = (await s.call("getUpdates")).body?.result?.message;
  expect(message).toMatchObject(present);
  expect(message).not.toHaveProperty(absent);
});

async function inGroup() {
  const s = await scene({ maxPollSeconds: 0.05 });
  const group = s.zalo.world.addGroup({ name: "Chung cư", members: [s.alice], bots: [s.bot] });
  return { ...s, group };
}

test("a group message reaches the bot only when it mentions it, and keeps the mention in its text", async () => {
  await using s = await inGroup();
  s.alice.says(s.bot, "Bot Shop ơi", { in: s.group });
  s.alice.says(s.bot, "@Bot Shop giao hàng chưa?", { in: s.group });
  const { body } = await s.call("getUpdates");
  expect(body?.result?.message).toMatchObject({
    text: "@Bot Shop giao hàng chưa?",
    chat: { id: s.group.id, chat_type: "GROUP" },
  });
  expect(s.group.id).toMatch(/^zgr-[0-9a-f]{20}$/);
  expect((await s.call("getUpdates")).body?.error_code).toBe(408);
});

test("a name typed by hand is no mention", async () => {
  await using s = await inGroup();
  s.alice.says(s.bot, "@Bot Shop ơi", { in: s.group, mention: false });
  expect((await s.call("getUpdates")).body?.error_code).toBe(408);
});

test("an answer to the bot's own message reaches it without a mention", async () => {
  await using s = await inGroup();
  const sent = await s.call("sendMessage", { chat_id: s.group.id, text: "Chào cả nhà" });
  s.alice.says(s.bot, "chào em", { in: s.group, replyTo: sent.body?.result?.message_id ?? "none" });
  expect((await s.call("getUpdates")).body?.result?.message?.text).toBe("chào em");
  expect(s.group.hears(s.bot)).toEqual([expect.objectContaining({ text: "Chào cả nhà" })]);
});

test("an image reaches the bot only with the mention in its caption", async () => {
  await using s = await inGroup();
  s.alice.sends(s.bot, { kind: "image", url: URL_OF.photo, caption: "hoa" }, { in: s.group });
  s.alice.sends(s.bot, { kind: "image", url: URL_OF.photo, caption: "@Bot Shop đây" }, { in: s.group });
  expect((await s.call("getUpdates")).body?.result?.message?.caption).toBe("@Bot Shop đây");
});

test("a mention of a bot with a longer name is not one of the shorter name", async () => {
  await using s = await scene({ maxPollSeconds: 0.05 });
  const second = s.zalo.world.addBot({ name: "Bot Shop 2" });
  const group = s.zalo.world.addGroup({ name: "Nhóm", members: [s.alice], bots: [s.bot, second] });
  s.alice.says(s.bot, "@Bot Shop 2 ơi", { in: group });
  expect((await s.call("getUpdates")).body?.error_code).toBe(408);
  expect(s.zalo.journal.entries).toContainEqual(
    expect.objectContaining({ kind: "person-message", toBots: [second.id] }),
  );
});

test("only members can write in a group, and only to bots that are in it", async () => {
  await using s = await inGroup();
  const stranger = s.zalo.world.addPerson({ name: "Lạ" });
  const other = s.zalo.world.addBot({ name: "Bot Other" });
  expect(() => stranger.says(s.bot, "@Bot Shop", { in: s.group })).toThrow("not a member");
  expect(() => s.alice.says(other, "@Bot Other", { in: s.group })).toThrow("not in the group");
});

test("a bot that cannot join groups says so, and is put into none", async () => {
  await using s = await scene({ canJoinGroups: false });
  expect((await s.call("getMe")).body?.result).toMatchObject({ can_join_groups: false });
  const group = { name: "Nhóm", members: [s.alice], bots: [s.bot] };
  expect(() => s.zalo.world.addGroup(group)).toThrow("cannot join groups");
});
