import { describe, expect, test } from "vitest";
import type { WireMessage } from "../session/port.ts";
import { FLOWERS, LAN, messageEvent, OWN } from "../testing/wire-messages.ts";
import { inspect, normalize, storedMessage } from "./normalize.ts";

const CONTEXT = {
  accountId: "shop",
  ownId: OWN,
  groupName: (id: string) => (id === FLOWERS.id ? "Chợ hoa" : undefined),
};

const read = (over: Partial<WireMessage>, thread = LAN) => {
  const normalized = normalize(messageEvent(over, thread), 5, CONTEXT);
  if (normalized.kind === "ignored") throw new Error(normalized.why);
  return normalized.envelope;
};

test("who wrote what where, under the ids that Zalo gave", () => {
  const envelope = read({ msgId: "7000000000000000011", content: " chào \n", ts: "1767225600123" }, FLOWERS);
  expect(envelope).toMatchObject({
    accountId: "shop",
    messageId: "7000000000000000011",
    chat: { id: FLOWERS.id, kind: "group", target: `group:${FLOWERS.id}`, title: "Chợ hoa" },
    sender: { id: LAN.id, name: "Chị Lan" },
    text: "chào",
    sentAt: 1_767_225_600_123,
    mentionsSelf: false,
  });
});

test("O5: a person and a group of the same digits are different events in different chats", () => {
  const same = { msgId: "7", content: "x" };
  const direct = inspect(messageEvent(same, { kind: "direct", id: "123456" }));
  const group = inspect(messageEvent(same, { kind: "group", id: "123456" }));
  expect(direct?.eventId).not.toBe(group?.eventId);
  expect(direct?.laneKey).not.toBe(group?.laneKey);
});

test("a command to stop does not wait for the turn that it is to end", () => {
  expect(inspect(messageEvent({ content: "/stop" }))?.laneKey).toMatch(/^urgent:/);
  expect(inspect(messageEvent({ content: "@Tiệm Hoa /stop" }, FLOWERS))?.laneKey).toMatch(/^urgent:/);
  expect(inspect(messageEvent({ content: "chào" }))?.laneKey).toMatch(/^chat:/);
});

test.each([null, 1, "x", {}, { kind: "message" }, { kind: "undo", thread: LAN }])(
  "what is no message is not stored as one: %j",
  (raw) => {
    expect(inspect(raw)).toBeNull();
    expect(storedMessage(raw)).toBeUndefined();
  },
);

describe("every kind of message", () => {
  const image = (url: string) => [{ kind: "image", url }];
  const params = (value: object) => JSON.stringify(value);
  test.each<[string, string, WireMessage["content"], string, unknown[]]>([
    ["words", "webchat", "xin chào", "xin chào", []],
    [
      "a link with a preview",
      "webchat",
      { title: "xem https://a.vn", href: "https://a.vn" },
      "xem https://a.vn",
      [],
    ],
    [
      "a photo",
      "chat.photo",
      { title: "hoa", href: "https://cdn/n.jpg", params: params({ hd: "https://cdn/hd.jpg" }) },
      "hoa",
      image("https://cdn/hd.jpg"),
    ],
    [
      "a photo without a larger one",
      "chat.photo",
      { title: "", href: "https://cdn/n.jpg", params: params({ hd: "" }) },
      "",
      image("https://cdn/n.jpg"),
    ],
    ["a doodle", "chat.doodle", { href: "https://cdn/d.jpg" }, "", image("https://cdn/d.jpg")],
    ["a gif", "chat.gif", { href: "https://cdn/a.gif", title: "vui" }, "vui", image("https://cdn/a.gif")],
    [
      "a sticker",
      "chat.sticker",
      { id: 21979, catId: 10425, type: 7 },
      "",
      [{ kind: "sticker", name: "21979:10425:7" }],
    ],
    [
      "a voice message",
      "chat.voice",
      { href: "https://cdn/v.aac", params: params({ m4a: "https://cdn/v.m4a" }) },
      "",
      [{ kind: "voice", url: "https://cdn/v.m4a" }],
    ],
    [
      "a voice message as text in JSON",
      "chat.voice",
      JSON.stringify({ href: "https://cdn/v.aac", params: "{}" }),
      "",
      [{ kind: "voice", url: "https://cdn/v.aac" }],
    ],
    [
      "a video",
      "chat.video.msg",
      { href: "https://cdn/v.mp4", title: "xem nè" },
      "xem nè",
      [{ kind: "video", url: "https://cdn/v.mp4" }],
    ],
    [
      "a file",
      "share.file",
      { title: "Hóa đơn.pdf", href: "https://cdn/f" },
      "",
      [{ kind: "file", url: "https://cdn/f", name: "Hóa đơn.pdf" }],
    ],
    [
      "a place",
      "chat.location.new",
      { params: params({ latitude: 10.77, longitude: 106.69 }) },
      "[location: 10.77, 106.69]\nhttps://www.google.com/maps?q=10.77%2C106.69",
      [],
    ],
    [
      "a link",
      "chat.link",
      { title: "Giá hoa", description: "Hôm nay", href: "https://hoa.vn" },
      "Giá hoa\nhttps://hoa.vn\nHôm nay",
      [],
    ],
    [
      "a contact card",
      "chat.recommended",
      { title: "Anh Bình", description: params({ phone: "84901234567", caption: "thợ điện" }) },
      "[contact card: Anh Bình, 84901234567]\nthợ điện",
      [],
    ],
    [
      "a recommended link",
      "chat.recommended",
      { title: "Báo", href: "https://b.vn" },
      "Báo\nhttps://b.vn",
      [],
    ],
    ["a to-do", "chat.todo", { params: params({ item: { content: "mua hoa" } }) }, "[to-do: mua hoa]", []],
    ["a poll", "group.poll", { params: params({ customMsg: { title: "Ăn gì?" } }) }, "[poll: Ăn gì?]", []],
    [
      "a bank card",
      "chat.webcontent",
      { action: "zinstant.bankcard", title: "Vietcombank" },
      "[bank card]\nVietcombank",
      [],
    ],
    [
      "something new",
      "chat.hologram",
      { title: "ba chiều" },
      "[message of the kind chat.hologram]\nba chiều",
      [],
    ],
    ["something new without words", "chat.hologram", null, "[message of the kind chat.hologram]", []],
    [
      "a kind named like what every object has",
      "constructor",
      { x: 1 },
      "[message of the kind constructor]",
      [],
    ],
    ["a photo of which nothing is left", "chat.photo", {}, "", [{ kind: "image" }]],
    ["a place without one", "chat.location.new", { params: "not json" }, "[location]", []],
  ])("%s", (_, msgType, content, text, attachments) => {
    const envelope = read({ msgType, content });
    expect(envelope.text).toBe(text);
    expect(envelope.attachments).toEqual(attachments);
  });

  test("with nothing in it at all is one that cannot be read", () => {
    expect(normalize(messageEvent({ content: "" }), 5, CONTEXT).kind).toBe("unsupported");
    expect(normalize(messageEvent({ content: null }), 5, CONTEXT).kind).toBe("unsupported");
  });
});

describe("mentions", () => {
  const mention = (uid: string, pos: number, len: number) => ({ uid, pos, len });
  test.each<[string, string, ReturnType<typeof mention>[], string, boolean]>([
    ["of the account", "@Tiệm Hoa còn hoa?", [mention(OWN, 0, 9)], "còn hoa?", true],
    ["of everybody", "@All họp nhé", [mention("-1", 0, 4)], "@All họp nhé", true],
    ["of somebody else", "@Lan xem giúp", [mention(LAN.id, 0, 4)], "@Lan xem giúp", false],
    ["of both", "@Lan và @Tiệm Hoa ơi", [mention(LAN.id, 0, 4), mention(OWN, 8, 9)], "@Lan và ơi", true],
    ["only typed by hand", "@Tiệm Hoa ơi", [], "@Tiệm Hoa ơi", false],
    ["behind an emoji", "🌸 @Tiệm Hoa ơi", [mention(OWN, 3, 9)], "🌸 ơi", true],
    ["whose place is nonsense", "chào", [mention(OWN, 90, 9)], "chào", true],
    ["twice at one place", "@Tiệm Hoa ơi", [mention(OWN, 0, 9), mention(OWN, 0, 9)], "ơi", true],
  ])("%s", (_, content, mentions, text, mentionsSelf) => {
    expect(read({ content, mentions }, FLOWERS)).toMatchObject({ text, mentionsSelf });
  });

  test("a mention and nothing else is a message that calls the account", () => {
    const normalized = normalize(
      messageEvent({ content: "@Tiệm Hoa", mentions: [mention(OWN, 0, 9)] }, FLOWERS),
      5,
      CONTEXT,
    );
    expect(normalized).toMatchObject({ kind: "message", envelope: { text: "", mentionsSelf: true } });
  });
});

describe("quotes", () => {
  const quote = (over: object) => ({
    ownerId: LAN.id,
    globalMsgId: "900",
    cliMsgId: "901",
    cliMsgType: "1",
    ts: "1",
    msg: "hoa hồng 50k",
    attach: "",
    fromD: "Chị Lan",
    ...over,
  });

  test("tell what is answered, and by whom it was", () => {
    expect(read({ quote: quote({}) }).quote).toEqual({
      messageId: "900",
      fromSelf: false,
      senderId: LAN.id,
      senderName: "Chị Lan",
      text: "hoa hồng 50k",
    });
  });

  test.each([OWN, "0"])("of the account's own message call the account: owner %s", (ownerId) => {
    const envelope = read({ quote: quote({ ownerId }) }, FLOWERS);
    expect(envelope.mentionsSelf).toBe(true);
    expect(envelope.quote).toMatchObject({ fromSelf: true, senderId: OWN });
  });

  test("of a picture name it", () => {
    const attach = JSON.stringify({ title: "bó hoa", href: "https://cdn/n.jpg", params: "{}" });
    expect(read({ quote: quote({ msg: "", cliMsgType: "32", attach }) }).quote?.text).toBe("bó hoa\n[image]");
  });

  test("of which Zalo says nothing are left out", () => {
    expect(read({ quote: quote({ globalMsgId: "" }) }).quote).toBeUndefined();
  });
});
