import { describe, expect, test } from "vitest";
import { message, picture } from "../testing/messages.ts";
import { ALBUM_MAX_PARTS, albumOf, asOneMessage, type Part } from "./album.ts";

const ids = (lead: Part, following: readonly Part[]) =>
  albumOf(lead, following).parts.map(({ eventId }) => eventId);

describe("what belongs to an album", () => {
  test("the pictures that follow, and more may come", () => {
    const album = albumOf(picture("1"), [picture("2", { sentMs: 400 }), picture("3", { sentMs: 900 })]);
    expect(album.parts.map(({ eventId }) => eventId)).toEqual(["1", "2", "3"]);
    expect(album.complete).toBe(false);
  });

  test("a caption may stand with any one of them", () => {
    expect(ids(picture("1", { text: "hoa" }), [picture("2"), picture("3")])).toEqual(["1", "2", "3"]);
    expect(ids(picture("1"), [picture("2"), picture("3", { text: "hoa" })])).toEqual(["1", "2", "3"]);
  });

  test("two captions are two messages", () => {
    const album = albumOf(picture("1", { text: "cái này?" }), [picture("2", { text: "và cái này?" })]);
    expect(album).toMatchObject({ parts: [{ eventId: "1" }], complete: true });
  });

  test("words, a voice or a sticker of the sender's end it and are not swallowed", () => {
    for (const other of [
      message("x", { text: "xem giúp" }),
      message("x", { attachments: [{ kind: "voice", url: "https://zdn/v.aac" }] }),
      message("x", { attachments: [{ kind: "sticker", name: "0e07" }] }),
      message("x"),
    ]) {
      const album = albumOf(picture("1"), [picture("2"), other, picture("3")]);
      expect(album).toMatchObject({ parts: [{ eventId: "1" }, { eventId: "2" }], complete: true });
    }
  });

  test("what others write in between neither belongs to it nor ends it", () => {
    const following = [
      message("x", { from: "bình", text: "đẹp" }),
      picture("y", { from: "bình" }),
      picture("2"),
    ];
    expect(ids(picture("1"), following)).toEqual(["1", "2"]);
  });

  test("pictures that were sent minutes apart and arrive together are two messages", () => {
    expect(ids(picture("1"), [picture("2", { sentMs: 60_000, receivedMs: 0 })])).toEqual(["1"]);
  });

  test("a long album may take its time as a whole", () => {
    const following = [4_000, 8_000, 12_000].map((sentMs) => picture(`${sentMs}`, { sentMs }));
    expect(ids(picture("1"), following)).toHaveLength(4);
  });

  test("what begins with words, or with a mixture, is no album", () => {
    const mixed = message("1", { attachments: [{ kind: "image" }, { kind: "voice" }] });
    for (const lead of [message("1", { text: "chào" }), mixed]) {
      expect(albumOf(lead, [picture("2")])).toMatchObject({ parts: [lead], complete: true });
    }
  });

  test("there is an end to it", () => {
    const following = Array.from({ length: 50 }, (_, at) => picture(`p${at}`));
    const album = albumOf(picture("1"), following);
    expect(album.parts).toHaveLength(ALBUM_MAX_PARTS);
    expect(album.complete).toBe(true);
  });
});

describe("an album as one message", () => {
  test("has the first event's id, the one caption, and all pictures in the order they were sent in", () => {
    const lead = picture("b", { sentMs: 200 });
    const whole = asOneMessage([
      lead,
      picture("a", { sentMs: 100, text: "hoa" }),
      picture("c", { sentMs: 300 }),
    ]);
    expect(whole).toMatchObject({ messageId: "b", text: "hoa", sentAt: lead.envelope.sentAt });
    expect(whole.attachments.map(({ url }) => url)).toEqual([
      "https://zdn/a.jpg",
      "https://zdn/b.jpg",
      "https://zdn/c.jpg",
    ]);
  });

  test("of one event is that event", () => {
    const alone = picture("1", { text: "hoa" });
    expect(asOneMessage([alone])).toBe(alone.envelope);
  });
});
