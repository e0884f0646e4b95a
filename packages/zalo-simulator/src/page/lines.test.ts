import { expect, test } from "vitest";
import { pageOf } from "../testing/page.ts";
import { scene } from "../testing/scene.ts";
import { webScene } from "../testing/web-scene.ts";
import type { PersonalContent } from "../world/personal-content.ts";
import type { PageLine, PageLines } from "./line.ts";

const textOf = ({ content }: PageLine) => (content.kind === "text" ? content.text : content.kind);

test("a chat with a bot and one between people are read in the same form", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const binh = s.zalo.world.addPerson({ name: "Bình" });
  s.alice.says(s.bot, "xin chào");
  await s.call("sendMessage", { chat_id: s.alice.id, text: "**Chào** bạn", parse_mode: "markdown" });
  s.alice.writes(binh, { kind: "text", text: "chào Bình", styles: [{ start: 0, len: 4, st: "b" }] });

  const withBot = await page<PageLines>(`people/${s.alice.id}/threads/bot:${s.bot.id}/lines`);
  expect(withBot.lines).toMatchObject([
    {
      author: { id: s.alice.id, name: "Alice", kind: "person" },
      own: true,
      content: { kind: "text", text: "xin chào", styles: [] },
      can: { react: false, recall: false, receipts: false },
    },
    { author: { id: s.bot.id, name: "Bot Shop", kind: "bot" }, own: false, parseMode: "markdown" },
  ]);
  const withPerson = await page<PageLines>(`people/${binh.id}/threads/person:${s.alice.id}/lines`);
  expect(withPerson.lines).toMatchObject([
    {
      author: { id: s.alice.id, name: "Alice", kind: "person" },
      own: false,
      content: { kind: "text", text: "chào Bình", styles: [{ start: 0, len: 4, st: "b" }] },
      can: { quote: true, react: true, recall: false, receipts: true },
    },
  ]);
  expect(Object.keys(withBot.lines[0] ?? {})).toEqual(
    expect.arrayContaining(Object.keys(withPerson.lines[0] ?? {})),
  );
});

test("what people do with a line stands at it, by the ids that the page knows", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const binh = s.zalo.world.addPerson({ name: "Bình" });
  const asked = s.alice.writes(binh, "đi không?");
  binh.sees(asked);
  binh.reacts(asked, "/-heart");
  const answered = binh.writes(s.alice, "đi!", { quote: asked });
  const mistaken = s.alice.writes(binh, "nhầm");
  s.alice.recalls(mistaken);

  const { lines } = await page<PageLines>(`people/${s.alice.id}/threads/person:${binh.id}/lines`);
  expect(lines).toMatchObject([
    {
      id: asked,
      delivered: [binh.id],
      seen: [binh.id],
      reactions: [{ id: binh.id, name: "Bình", icon: "/-heart" }],
      can: { recall: true },
    },
    { id: answered, quote: { id: asked, author: { id: s.alice.id }, text: "đi không?", kind: "text" } },
    { id: mistaken, recalled: true, can: { recall: false } },
  ]);
});

test("a bot's words, its photo and answers to it are in the group, and an answer reaches the bot", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const group = s.zalo.world.addGroup({ name: "Chung cư", members: [s.alice], bots: [s.bot] });
  await s.call("sendMessage", { chat_id: group.id, text: "*nghiêng*", parse_mode: "markdown" });
  await s.call("sendPhoto", { chat_id: group.id, photo: s.zalo.media.samples["photo.jpg"], caption: "hoa" });
  for (const sticker of ["aa", "bb", "aa"]) await s.call("sendSticker", { chat_id: group.id, sticker });
  const path = `people/${s.alice.id}/threads/group:${group.id}/lines`;
  const { lines } = await page<PageLines>(path);
  expect(lines).toMatchObject([
    { author: { id: s.bot.id, name: "Bot Shop", kind: "bot" }, parseMode: "markdown" },
    { content: { kind: "image", url: expect.stringMatching(/^\/media\//), caption: "hoa" } },
    ...Array.from({ length: 3 }, () => ({ author: { kind: "bot" }, content: { kind: "sticker" } })),
  ]);
  const looks = lines.map(({ content }) => JSON.stringify(content));
  expect([looks[2] === looks[4], looks[2] === looks[3]]).toEqual([true, false]);

  const from = s.zalo.journal.nextSeq;
  const answer = s.alice.writesIn(group, "đúng rồi", { quote: lines[0]?.id });
  expect((await page<PageLines>(`${path}?ids=${answer}`)).lines).toMatchObject([
    { quote: { text: "*nghiêng*", parseMode: "markdown" } },
  ]);
  expect(s.zalo.journal.since(from)).toContainEqual(
    expect.objectContaining({ kind: "person-message", text: "đúng rồi", toBots: [s.bot.id] }),
  );
  s.alice.writesIn(group, "không hỏi bot");
  expect(s.zalo.journal.entries.at(-1)).toMatchObject({ kind: "person-message", toBots: [] });
});

test("a photo that the reader's phone did not get is a black box, and one from elsewhere is not fetched", async () => {
  await using s = await scene({ outsidePhotos: "trust" });
  const page = pageOf(s.zalo);
  s.alice.sends(s.bot, { kind: "image", url: s.zalo.media.samples["photo.png"] });
  const got = await s.call("sendPhoto", { chat_id: s.alice.id, photo: s.zalo.media.samples["photo.jpg"] });
  await s.call("sendPhoto", { chat_id: s.alice.id, photo: "https://example.org/a.jpg" });
  await s.call("sendVoice", { chat_id: s.alice.id, voice_url: s.zalo.media.samples["voice.aac"] });
  await s.call("sendSticker", { chat_id: s.alice.id, sticker: "bfe458bf64fa8da4d4eb" });

  const read = () => page<PageLines>(`people/${s.alice.id}/threads/bot:${s.bot.id}/lines`);
  const contents = (await read()).lines.map(({ content }) => content);
  const id = got.body?.result?.message_id ?? "";
  expect(contents).toMatchObject([
    { kind: "image", url: "/media/photo.png" },
    { kind: "image", url: `/media/${id}` },
    { kind: "image", url: null, source: "https://example.org/a.jpg" },
    { kind: "voice", url: expect.stringMatching(/^\/media\//) },
    { kind: "sticker", id: "bfe458bf64fa8da4d4eb", url: null },
  ]);
  s.zalo.media.drop(id);
  expect((await read()).lines[1]?.content).toMatchObject({ kind: "image", url: null });
});

test("a long chat is read page by page, forwards and backwards, and one line by its id", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const ids = Array.from({ length: 120 }, (_, at) => s.alice.says(s.bot, `tin ${at}`));
  const path = `people/${s.alice.id}/threads/bot:${s.bot.id}/lines`;

  const newest = await page<PageLines>(path);
  expect([newest.lines.length, newest.lines[0]?.id, newest.earlier]).toEqual([50, ids[70], ids[70]]);
  const before = await page<PageLines>(`${path}?before=${newest.earlier}&limit=100`);
  expect(before.lines.map(textOf)).toEqual(Array.from({ length: 70 }, (_, at) => `tin ${at}`));
  expect(before.earlier).toBeUndefined();

  const after = await page<PageLines>(`${path}?after=${ids[100]}&limit=10`);
  expect([after.lines[0]?.id, after.lines.at(-1)?.id, after.more]).toEqual([ids[101], ids[110], true]);
  expect(await page<PageLines>(`${path}?after=${ids[119]}`)).toEqual({ lines: [] });
  const two = await page<PageLines>(`${path}?ids=${ids[3]},${ids[90]},none`);
  expect(two.lines.map(({ id }) => id)).toEqual([ids[3], ids[90]]);
  await expect(page(`${path}?limit=0`)).rejects.toThrow("400");
});

test("every kind of message between people is drawn, and one that was removed here is not", async () => {
  await using s = await webScene();
  const page = pageOf(s.zalo);
  const { samples } = s.zalo.media;
  const group = s.zalo.world.addGroup({ name: "Nhóm", members: [s.owner, s.alice] });
  const poll = s.zalo.world.polls.create({
    group,
    creator: s.owner,
    question: "Ăn gì?",
    options: ["Phở", "Bún"],
    allowsSeveral: false,
    allowsNewOptions: false,
    hidesVotes: false,
    isAnonymous: false,
    endsAt: 0,
  });
  s.alice.votes(poll.id, 2);
  for (const content of [
    { kind: "image", url: samples["photo.jpg"], width: 40, album: { id: "1", index: 0, total: 2 } },
    { kind: "gif", url: samples["moving.gif"] },
    { kind: "doodle", url: samples["photo.png"] },
    { kind: "sticker", id: 12, categoryId: 3 },
    { kind: "voice", url: samples["voice.aac"], m4aUrl: samples["voice.m4a"], durationMs: 2000 },
    { kind: "video", url: samples["video.mp4"], thumbUrl: samples["photo.jpg"] },
    { kind: "file", url: samples["page.pdf"], name: "đơn.pdf", size: 10 },
    { kind: "location", latitude: 10.7, longitude: 106.6 },
    { kind: "link", url: "https://example.org/", title: "Trang" },
    { kind: "card", uid: s.alice.uid, name: "Alice" },
    { kind: "todo", text: "mua hoa" },
    { kind: "poll", pollId: poll.id, question: "Ăn gì?", options: ["Phở", "Bún"] },
    { kind: "webcontent", action: "zinstant.bankcard" },
    { kind: "raw", msgType: "chat.anything", content: {} },
  ] satisfies PersonalContent[]) {
    s.owner.writesIn(group, content);
  }
  s.owner.writesIn(group, "@Alice @All ơi", { mentions: [s.alice, "all"] });
  const removed = s.owner.writesIn(group, "đừng đọc");
  s.zalo.world.responses.hide(s.alice, removed, false);

  const { lines } = await page<PageLines>(`people/${s.alice.id}/threads/group:${group.id}/lines`);
  expect(lines.map(({ content }) => content)).toMatchObject([
    { kind: "image", url: "/media/photo.jpg", width: 40, album: { index: 0 } },
    { kind: "gif", url: "/media/moving.gif" },
    { kind: "image", url: "/media/photo.png" },
    { kind: "sticker", id: "12" },
    { kind: "voice", url: "/media/voice.m4a", durationMs: 2000 },
    { kind: "video", url: "/media/video.mp4", thumb: "/media/photo.jpg" },
    { kind: "file", url: "/media/page.pdf", name: "đơn.pdf", size: 10 },
    { kind: "location", latitude: 10.7, longitude: 106.6 },
    { kind: "link", href: "https://example.org/", title: "Trang", thumb: null },
    { kind: "card", id: s.alice.id, name: "Alice" },
    { kind: "todo", text: "mua hoa" },
    {
      kind: "poll",
      options: [
        { text: "Phở", votes: 0 },
        { text: "Bún", votes: 1, own: true },
      ],
    },
    { kind: "other", what: "zinstant.bankcard" },
    { kind: "other", what: "chat.anything" },
    { kind: "text", text: "@Alice @All ơi" },
  ]);
  expect(lines.at(-1)?.mentions).toEqual([
    { id: s.alice.id, pos: 0, len: 6 },
    { id: "all", pos: 7, len: 4 },
  ]);
});
