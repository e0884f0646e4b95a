import { describe, expect, test } from "vitest";
import { ThreadType } from "zca-js";
import { webScene } from "../testing/web-scene.ts";
import type { PersonalContent } from "../world/personal-content.ts";
import { toWireContent } from "./contents.ts";

/** Each kind as a person sends it, and what the client finds in it. `params` are compared as JSON. */
const kinds: [PersonalContent, { msgType: string; content: object; params?: object }][] = [
  [
    { kind: "image", url: "http://zalo/a.jpg", caption: "hoa", width: 640, height: 480 },
    {
      msgType: "chat.photo",
      content: { title: "hoa", href: "http://zalo/a.jpg", thumb: "http://zalo/a.jpg" },
      params: { hd: "http://zalo/a.jpg", normalUrl: "http://zalo/a.jpg", width: 640, height: 480 },
    },
  ],
  [
    { kind: "gif", url: "http://zalo/a.gif", thumbUrl: "http://zalo/a.png" },
    { msgType: "chat.gif", content: { href: "http://zalo/a.gif", thumb: "http://zalo/a.png" } },
  ],
  [
    { kind: "doodle", url: "http://zalo/d.png" },
    { msgType: "chat.doodle", content: { href: "http://zalo/d.png" } },
  ],
  [
    { kind: "sticker", id: 23339, categoryId: 10425, type: 7 },
    { msgType: "chat.sticker", content: { id: 23339, catId: 10425, type: 7 } },
  ],
  [
    { kind: "voice", url: "http://zalo/v.aac", m4aUrl: "http://zalo/v.m4a", durationMs: 2000 },
    {
      msgType: "chat.voice",
      content: { href: "http://zalo/v.aac" },
      params: { m4a: "http://zalo/v.m4a", duration: 2000 },
    },
  ],
  [
    {
      kind: "video",
      url: "http://zalo/v.mp4",
      thumbUrl: "http://zalo/v.jpg",
      caption: "nè",
      durationMs: 900,
    },
    {
      msgType: "chat.video.msg",
      content: { href: "http://zalo/v.mp4", thumb: "http://zalo/v.jpg", title: "nè" },
      params: { duration: 900 },
    },
  ],
  [
    { kind: "file", url: "http://zalo/f", name: "báo giá.pdf", size: 12, checksum: "abc" },
    {
      msgType: "share.file",
      content: { title: "báo giá.pdf", href: "http://zalo/f" },
      params: { fileSize: "12", fileExt: "pdf", checksum: "abc" },
    },
  ],
  [
    { kind: "location", latitude: 10.77, longitude: 106.69 },
    { msgType: "chat.location.new", content: {}, params: { latitude: 10.77, longitude: 106.69 } },
  ],
  [
    { kind: "link", url: "https://example.com/a", title: "Trang", description: "Mô tả", text: "xem" },
    {
      msgType: "chat.link",
      content: { title: "xem", href: "https://example.com/a", description: "Mô tả" },
      params: { mediaTitle: "Trang", src: "example.com" },
    },
  ],
  [
    { kind: "card", uid: "1234567890123456789", name: "Bình", phone: "84900000001" },
    {
      msgType: "chat.recommended",
      content: {
        title: "Bình",
        description: JSON.stringify({
          phone: "84900000001",
          caption: "",
          qrCodeUrl: "",
          gUid: "1234567890123456789",
        }),
      },
    },
  ],
  [
    { kind: "todo", text: "mua sữa" },
    { msgType: "chat.todo", content: {}, params: { item: { content: "mua sữa" } } },
  ],
  [
    { kind: "poll", pollId: 7, question: "Ăn gì?", options: ["Phở", "Bún"] },
    { msgType: "group.poll", content: {}, params: { pollId: 7, customMsg: { title: "Ăn gì?" } } },
  ],
  [
    { kind: "webcontent", action: "zinstant.bankcard", params: { bank: "VCB" } },
    { msgType: "chat.webcontent", content: { action: "zinstant.bankcard" }, params: { bank: "VCB" } },
  ],
];

describe("what people send arrives in the words of the protocol", () => {
  test.each(kinds)("%j", async (said, { msgType, content, params }) => {
    await using scene = await webScene();
    const group = scene.zalo.world.addGroup({ name: "Nhóm", members: [scene.owner, scene.alice] });
    const client = await scene.connect();

    scene.alice.writes(scene.owner, said);
    scene.alice.writesIn(group, said);

    const heard = await client.got(2);
    for (const { data } of heard) {
      expect(data).toMatchObject({ msgType, content });
      if (params !== undefined) expect(JSON.parse(paramsOf(data.content))).toMatchObject(params);
    }
    // The client does not keep the order.
    expect(heard.map(({ type }) => type).toSorted()).toEqual([ThreadType.User, ThreadType.Group]);
    expect(client.errors).toEqual([]);
  });

  test("or, with the switch, as the text of that", async () => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).contentAs = "json-text";
    const client = await scene.connect();
    const voice: PersonalContent = { kind: "voice", url: "http://zalo/v.aac" };

    scene.alice.writes(scene.owner, voice);
    scene.alice.writes(scene.owner, "chữ thường");

    const all = await client.got(2);
    const heard = all.find(({ data }) => data.msgType === "chat.voice");
    const text = all.find(({ data }) => data.msgType === "webchat");
    expect(heard?.data).toMatchObject({ msgType: "chat.voice", content: expect.any(String) });
    expect(JSON.parse(String(heard?.data.content))).toEqual(toWireContent(voice).content);
    expect(text?.data.content).toBe("chữ thường");
  });

  test("and so does a kind that nobody has heard of", async () => {
    await using scene = await webScene();
    const client = await scene.connect();

    scene.alice.writes(scene.owner, { kind: "raw", msgType: "chat.future", content: { a: 1 } });

    expect((await client.got(1))[0]?.data).toMatchObject({ msgType: "chat.future", content: { a: 1 } });
  });
});

describe("an answer to something", () => {
  test("carries what it answers, its picture included", async () => {
    await using scene = await webScene();
    const client = await scene.connect();
    const url = scene.zalo.media.samples["photo.jpg"];
    const quote = scene.alice.writes(scene.owner, { kind: "image", url, caption: "hoa" });

    scene.alice.writes(scene.owner, "đẹp không?", { quote });

    const answer = (await client.got(2)).find(({ data }) => data.quote !== undefined);
    expect(answer?.data.quote).toMatchObject({
      ownerId: scene.alice.uid,
      globalMsgId: Number(quote),
      cliMsgType: 32,
      msg: "hoa",
      fromD: "Alice",
      attach: expect.stringContaining(url),
    });
  });

  test("may be the account's own, to a voice", async () => {
    await using scene = await webScene();
    const client = await scene.connect();
    const url = scene.zalo.media.samples["voice.aac"];
    const msgId = scene.alice.writes(scene.owner, { kind: "voice", url });
    const [voice] = await client.got(1);
    if (voice === undefined) throw new Error("No voice came.");
    const { uidFrom, cliMsgId, msgType, ts, content, propertyExt, ttl } = voice.data;

    await client.api.sendMessage(
      { msg: "nghe rồi", quote: { content, msgType, propertyExt, uidFrom, msgId, cliMsgId, ts, ttl } },
      scene.alice.uid,
    );

    const [heard] = scene.alice.hearsFrom(scene.owner);
    expect(heard?.quote).toMatchObject({ msgId, ownerUid: scene.alice.uid, content: { kind: "voice", url } });
  });
});

test.each([
  "photo.jpg",
  "voice.aac",
  "voice.m4a",
  "video.mp4",
  "moving.gif",
  "sticker.webp",
  "page.pdf",
] as const)("the sample %s is there to be sent, and can be fetched", async (name) => {
  await using scene = await webScene();
  const response = await fetch(scene.zalo.media.samples[name]);

  expect(response.status).toBe(200);
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(20);
});

function paramsOf(content: unknown): string {
  return typeof content === "object" && content !== null && "params" in content ? String(content.params) : "";
}
