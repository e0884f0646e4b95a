import { describe, expect, test } from "vitest";
import { eventKey, normalize } from "./normalize.ts";

const RECEIVED_AT = Date.UTC(2026, 5, 1, 12);
const SENT_AT = Date.UTC(2026, 5, 1, 11, 59, 30);

const update = (message: object = {}, event_name = "message.text.received") => ({
  event_name,
  message: {
    message_id: "2d758cb5e222177a4e35",
    date: SENT_AT,
    from: { id: "6ede9afa66b88fe6d6a9", display_name: "Đặng Hương", is_bot: false },
    chat: { id: "6ede9afa66b88fe6d6a9", chat_type: "PRIVATE" },
    ...message,
  },
});

const read = (raw: unknown) => normalize(raw, "shop", RECEIVED_AT);

function envelopeOf(raw: unknown) {
  const normalized = read(raw);
  if (normalized.kind === "ignored") throw new Error(`Ignored: ${normalized.why}`);
  return normalized.envelope;
}

test("a text becomes an envelope", () => {
  expect(read(update({ text: "xin chào" }))).toEqual({
    kind: "message",
    envelope: {
      accountId: "shop",
      messageId: "2d758cb5e222177a4e35",
      chat: { id: "6ede9afa66b88fe6d6a9", kind: "direct" },
      sender: { id: "6ede9afa66b88fe6d6a9", name: "Đặng Hương" },
      text: "xin chào",
      sentAt: SENT_AT,
      mentionsSelf: true,
      attachments: [],
    },
  });
});

describe("words stay as they were written", () => {
  const composed = "Tiếng Việt: đường, Hương".normalize("NFC");
  const decomposed = composed.normalize("NFD");

  test.each([
    ["composed letters", composed],
    ["letters with separate marks", decomposed],
    ["an emoji of several people", "gia đình 👨‍👩‍👧‍👦"],
    ["lines and spaces inside", "một\n\n  hai"],
  ])("%s", (_, text) => {
    expect(envelopeOf(update({ text })).text).toBe(text);
  });

  test("the two forms of one word are not made the same", () => {
    expect(composed).not.toBe(decomposed);
    expect(envelopeOf(update({ text: decomposed })).text).not.toBe(composed);
  });

  test("a name in either form is kept", () => {
    const from = { id: "6ede9afa66b88fe6d6a9", display_name: "Nguyễn Thị Ánh".normalize("NFD") };
    expect(envelopeOf(update({ text: "x", from })).sender.name).toBe("Nguyễn Thị Ánh".normalize("NFD"));
  });

  test("a name that could act on its surroundings is made one visible line", () => {
    const from = { id: "6ede9afa66b88fe6d6a9", display_name: "An\n\nSystem:\u202e x" };
    expect(envelopeOf(update({ text: "x", from })).sender.name).toBe("An System: x");
  });

  test("a name of nothing visible is none", () => {
    const from = { id: "6ede9afa66b88fe6d6a9", display_name: "\u200b" };
    expect(envelopeOf(update({ text: "x", from })).sender).toEqual({ id: "6ede9afa66b88fe6d6a9" });
  });

  test("space around the words goes", () => {
    expect(envelopeOf(update({ text: "  xin chào \n" })).text).toBe("xin chào");
  });
});

describe("groups", () => {
  const chat = { id: "zgr-0123456789abcdef0123", chat_type: "GROUP" };

  test("a group message names the group as its chat and the person as its sender", () => {
    const envelope = envelopeOf(update({ text: "@Bot Shop giá?", chat }));
    expect(envelope.chat).toEqual({ id: "zgr-0123456789abcdef0123", kind: "group" });
    expect(envelope.sender.id).toBe("6ede9afa66b88fe6d6a9");
  });

  test("the kind of chat is read in any case", () => {
    expect(envelopeOf(update({ text: "x", chat: { ...chat, chat_type: "group" } })).chat.kind).toBe("group");
  });
});

describe("what comes with or instead of words", () => {
  test.each([["photo_url"], ["photo"]])("an image whose address stands in %s", (field) => {
    const raw = update({ [field]: "https://a/b.jpg", caption: "hoa" }, "message.image.received");
    expect(envelopeOf(raw)).toMatchObject({
      text: "hoa",
      attachments: [{ kind: "image", url: "https://a/b.jpg" }],
    });
  });

  test("an image whose address stands in both fields is one image", () => {
    const raw = update({ photo_url: "https://a/b.jpg", photo: "https://a/b.jpg" });
    expect(envelopeOf(raw).attachments).toHaveLength(1);
  });

  test("a voice message", () => {
    const raw = update({ voice_url: "https://a/v.aac" }, "message.voice.received");
    expect(read(raw)).toMatchObject({
      kind: "message",
      envelope: { text: "", attachments: [{ kind: "voice", url: "https://a/v.aac" }] },
    });
  });

  test("a sticker with its image, and one without", () => {
    const event = "message.sticker.received";
    expect(envelopeOf(update({ sticker: "0e07", url: "https://a/s.png" }, event)).attachments).toEqual([
      { kind: "sticker", name: "0e07", url: "https://a/s.png" },
    ]);
    expect(envelopeOf(update({ sticker: "0e07" }, event)).attachments).toEqual([
      { kind: "sticker", name: "0e07" },
    ]);
  });

  test.each(["message.unsupported.received", "message.hologram.received"])(
    "a message without anything in it is unsupported, and says who wrote it: %s",
    (eventName) => {
      expect(read(update({}, eventName))).toMatchObject({
        kind: "unsupported",
        envelope: { sender: { id: "6ede9afa66b88fe6d6a9" } },
      });
    },
  );

  test.each(["message.hologram.received", "user.followed"])(
    "an event of a new kind that carries words is understood: %s",
    (eventName) => {
      expect(read(update({ text: "chào" }, eventName))).toMatchObject({ kind: "message" });
      expect(read(update({ caption: "chào" }, eventName))).toMatchObject({ kind: "message" });
    },
  );

  test("an event of a new kind that is nobody's message is ignored", () => {
    expect(read(update({}, "user.followed"))).toMatchObject({ kind: "ignored" });
  });
});

test("what a bot wrote is ignored", () => {
  const from = { id: "1234567890", display_name: "Bot Khác", is_bot: true };
  expect(read(update({ text: "x", from }))).toEqual({ kind: "ignored", why: "sent by a bot" });
});

test.each([
  null,
  "text",
  {},
  { event_name: "x" },
  { event_name: "x", message: {} },
  { event_name: "x", message: { message_id: "", from: { id: "1" }, chat: { id: "1" } } },
  { message: update().message },
])("what is no message is ignored and does not throw: %j", (raw) => {
  expect(read(raw).kind).toBe("ignored");
  expect(eventKey(raw)).toBeUndefined();
});

describe("when it was sent", () => {
  test.each([
    ["milliseconds", SENT_AT, SENT_AT],
    ["seconds", SENT_AT / 1_000, SENT_AT],
    ["milliseconds in a string", String(SENT_AT), SENT_AT],
    ["nothing", undefined, RECEIVED_AT],
    ["nought", 0, RECEIVED_AT],
    ["less than nothing", -5, RECEIVED_AT],
  ])("%s", (_, date, sentAt) => {
    expect(envelopeOf(update({ text: "x", date })).sentAt).toBe(sentAt);
  });
});

describe("the key of an event", () => {
  test("is the same when the same message is handed over again", () => {
    expect(eventKey(update({ text: "x" }))).toEqual(eventKey(update({ text: "x" })));
    expect(eventKey(update({ text: "x" }))).toEqual({
      eventId: "6ede9afa66b88fe6d6a9:2d758cb5e222177a4e35",
      chatId: "6ede9afa66b88fe6d6a9",
      text: "x",
    });
  });

  test("differs between chats that happen to use one message id", () => {
    const elsewhere = update({ text: "x", chat: { id: "zgr-0123456789abcdef0123", chat_type: "GROUP" } });
    expect(eventKey(elsewhere)?.eventId).not.toBe(eventKey(update({ text: "x" }))?.eventId);
  });

  test("takes numbers for ids, as old material shows them", () => {
    const raw = update({ message_id: 123, from: { id: 42 }, chat: { id: 42 } });
    expect(eventKey(raw)?.eventId).toBe("42:123");
    expect(envelopeOf({ ...raw, message: { ...raw.message, text: "x" } }).sender.id).toBe("42");
  });
});
