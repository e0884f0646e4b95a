import { describe, expect, test } from "vitest";
import { scene } from "../../testing/scene.ts";

/** A scene in which Alice has written, so that the bot may write to her. */
async function met(switches: Parameters<typeof scene>[0] = {}) {
  const s = await scene(switches);
  s.alice.says(s.bot, "xin chào");
  return { ...s, toAlice: { chat_id: s.alice.id } };
}

describe("sendMessage", () => {
  test("reaches the person and answers with id and date", async () => {
    await using s = await met();
    const params = { ...s.toAlice, text: "**chào** chị", parse_mode: "markdown" };
    const { status, body } = await s.call("sendMessage", params);
    const [heard] = s.alice.hears(s.bot);
    expect(status).toBe(200);
    expect(body).toEqual({
      ok: true,
      error_code: 0,
      result: { message_id: heard?.messageId, date: heard?.at },
    });
    expect(heard?.messageId).toMatch(/^[0-9a-f]{20}$/);
    expect(heard).toMatchObject({ kind: "text", text: "**chào** chị", parseMode: "markdown", params });
  });

  test("takes text_styles along", async () => {
    await using s = await met();
    const text_styles = [{ start: 0, len: 4, st: ["b", "c_db342e"] }];
    await s.call("sendMessage", { ...s.toAlice, text: "chào", text_styles });
    expect(s.alice.hears(s.bot)[0]?.params["text_styles"]).toEqual(text_styles);
  });

  test.each([
    ["no chat", { text: "x" }, "Bad request: The chat_id must not be empty"],
    ["no text", { chat_id: "alice" }, "Bad request: The text must not be empty"],
    ["an empty text", { chat_id: "alice", text: "" }, "Bad request: The text must not be empty"],
    ["a text that is no text", { chat_id: "alice", text: {} }, "Bad request: The text must not be empty"],
    ["a stranger", { chat_id: "0".repeat(20), text: "x" }, "Bad request: The chat_id is invalid"],
    ["a strange markup", { chat_id: "alice", text: "x", parse_mode: "MarkdownV2" }, expect.any(String)],
    ["broken styles", { chat_id: "alice", text: "x", text_styles: [{ start: -1 }] }, expect.any(String)],
  ])("refuses %s with 400", async (_what, params, description) => {
    await using s = await met();
    const chat_id = "chat_id" in params && params.chat_id === "alice" ? { chat_id: s.alice.id } : {};
    const { body } = await s.call("sendMessage", { ...params, ...chat_id });
    expect(body).toEqual({ ok: false, error_code: 400, description });
    expect(s.alice.hears(s.bot)).toEqual([]);
  });

  test("cannot write to somebody who never wrote to this bot", async () => {
    await using s = await scene();
    const other = s.zalo.world.addBot({ name: "Bot Other" });
    s.alice.says(other, "xin chào");
    const { body } = await s.call("sendMessage", { chat_id: s.alice.id, text: "x" });
    expect(body).toMatchObject({ ok: false, error_code: 400 });
  });

  test("cannot write directly to somebody it knows from a group only", async () => {
    await using s = await scene();
    const group = s.zalo.world.addGroup({ name: "Nhóm", members: [s.alice], bots: [s.bot] });
    s.alice.says(s.bot, "@Bot Shop ơi", { in: group });
    const direct = await s.call("sendMessage", { chat_id: s.alice.id, text: "x" });
    expect(direct.body).toMatchObject({ ok: false, error_code: 400 });
    expect((await s.call("sendMessage", { chat_id: group.id, text: "dạ" })).body?.ok).toBe(true);
  });

  test("takes 2000 UTF-16 units and refuses 2001, the whole message", async () => {
    await using s = await met();
    const sent = await s.call("sendMessage", { ...s.toAlice, text: "ạ".repeat(2000) });
    expect(sent.body?.ok).toBe(true);
    const tooLong = await s.call("sendMessage", { ...s.toAlice, text: `${"😀".repeat(1000)}!` });
    expect(tooLong.body).toMatchObject({ ok: false, error_code: 400 });
    expect(s.alice.hears(s.bot)).toHaveLength(1);
  });

  test("counts code points when the unit says so", async () => {
    await using s = await met({ textUnit: "code-point" });
    expect((await s.call("sendMessage", { ...s.toAlice, text: "😀".repeat(2000) })).body?.ok).toBe(true);
    expect((await s.call("sendMessage", { ...s.toAlice, text: "a".repeat(2001) })).body?.ok).toBe(false);
  });
});

describe("sendPhoto", () => {
  test("shows the photo with its caption", async () => {
    await using s = await met();
    const params = { ...s.toAlice, photo: "https://picsum.photos/200", caption: "đây ạ" };
    const { body } = await s.call("sendPhoto", params);
    expect(body?.result).toMatchObject({ message_type: "CHAT_PHOTO" });
    expect(s.alice.hears(s.bot)).toEqual([expect.objectContaining({ kind: "photo", text: "đây ạ", params })]);
  });

  test.each([
    ["nothing", "", "Bad request: The photo must not be empty"],
    [
      "a data URI",
      "data:image/png;base64,AAAA",
      "Bad request: The photo must start with http:// or https://",
    ],
    ["a URL that is none", "https://", "Bad request: The photo URL is invalid"],
  ])("refuses %s", async (_what, photo, description) => {
    await using s = await met();
    expect((await s.call("sendPhoto", { ...s.toAlice, photo })).body).toMatchObject({
      ok: false,
      description,
    });
  });

  test("refuses a caption of 2001", async () => {
    await using s = await met();
    const params = { ...s.toAlice, photo: "https://picsum.photos/200", caption: "a".repeat(2001) };
    expect((await s.call("sendPhoto", params)).body?.error_code).toBe(400);
  });

  test("does not read multipart, so every field in it is empty", async () => {
    await using s = await met();
    const form = new FormData();
    form.set("chat_id", s.alice.id);
    form.set("photo", new Blob(["…"]), "a.png");
    const url = `${s.zalo.url}/bot${s.bot.token}/sendPhoto`;
    const bare = await fetch(url, { method: "POST", body: form });
    expect(await bare.json()).toMatchObject({ description: "Bad request: The chat_id must not be empty" });
    const addressed = await fetch(`${url}?chat_id=${s.alice.id}`, { method: "POST", body: form });
    expect(await addressed.json()).toMatchObject({ description: "Bad request: The photo must not be empty" });
  });
});

describe("stickers, voices and typing", () => {
  test("a sticker arrives, and one without an id is refused", async () => {
    await using s = await met();
    await s.call("sendSticker", { ...s.toAlice, sticker: "0e078a2fb66a5f34067b" });
    expect(s.alice.hears(s.bot)).toEqual([expect.objectContaining({ kind: "sticker" })]);
    expect((await s.call("sendSticker", s.toAlice)).body?.error_code).toBe(400);
  });

  test("a voice must end with .aac", async () => {
    await using s = await met();
    await s.call("sendVoice", { ...s.toAlice, voice_url: "https://example.org/a.aac" });
    const refused = await s.call("sendVoice", { ...s.toAlice, voice_url: "https://example.org/a.mp3" });
    expect(refused.body?.error_code).toBe(400);
    expect(s.alice.hears(s.bot)).toEqual([expect.objectContaining({ kind: "voice" })]);
  });

  test("a voice for a group is accepted and nobody hears it", async () => {
    await using s = await met();
    const group = s.zalo.world.addGroup({ name: "Nhóm", members: [s.alice], bots: [s.bot] });
    const params = { chat_id: group.id, voice_url: "https://example.org/a.aac" };
    expect((await s.call("sendVoice", params)).body?.ok).toBe(true);
    expect(group.hears(s.bot)).toEqual([]);
    expect(s.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "bot-message", content: "voice", shown: false }),
    );
  });

  test("typing is seen and answered without a result", async () => {
    await using s = await met();
    const { body } = await s.call("sendChatAction", { ...s.toAlice, action: "typing" });
    expect(body).toEqual({ ok: true, error_code: 0 });
    expect(s.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "typing", chatId: s.alice.id }),
    );
    expect((await s.call("sendChatAction", { ...s.toAlice, action: "dancing" })).body?.error_code).toBe(400);
  });
});

describe("what a bot has sent", () => {
  test("does not come back to it", async () => {
    await using s = await met();
    await s.call("getUpdates", { timeout: 0 });
    await s.call("sendMessage", { ...s.toAlice, text: "dạ" });
    expect((await s.call("getUpdates", { timeout: 0 })).body).toMatchObject({ error_code: 408 });
  });

  test("comes back under its id when the switch says so, marked as sent by a bot", async () => {
    await using s = await met({ ownSends: "come-back" });
    await s.call("getUpdates", { timeout: 0 });
    const own = { from: { id: s.bot.id, display_name: s.bot.name, is_bot: true } };
    const sends: [string, object, object][] = [
      ["sendMessage", { text: "dạ" }, { text: "dạ" }],
      ["sendSticker", { sticker: "0e078a2fb66a5f34067b" }, { sticker: "0e078a2fb66a5f34067b" }],
      [
        "sendPhoto",
        { photo: "https://a.example/a.png", caption: "hoa" },
        { photo_url: "https://a.example/a.png", caption: "hoa" },
      ],
      ["sendVoice", { voice_url: "https://a.example/a.aac" }, { voice_url: "https://a.example/a.aac" }],
    ];
    for (const [method, params, message] of sends) {
      const sent = await s.call(method, { ...s.toAlice, ...params });
      const { message_id } = sent.body?.result ?? {};
      const got = await s.call("getUpdates", { timeout: 0 });
      expect(got.body?.result).toMatchObject({
        message: { ...own, ...message, message_id, chat: { id: s.alice.id } },
      });
    }
  });
});

describe("a used-up quota", () => {
  const over = { ok: false, error_code: 429, description: "Quota exceeded" };

  test("of messages refuses the next one, typing not", async () => {
    await using s = await met({ quota: { messagesPerMonth: 1, usersPerBot: 50, groups: 3 } });
    expect((await s.call("sendMessage", { ...s.toAlice, text: "một" })).body?.ok).toBe(true);
    expect((await s.call("sendMessage", { ...s.toAlice, text: "hai" })).body).toEqual(over);
    expect((await s.call("sendChatAction", { ...s.toAlice, action: "typing" })).body?.ok).toBe(true);
    s.bot.switches.quota = "off";
    expect((await s.call("sendMessage", { ...s.toAlice, text: "hai" })).body?.ok).toBe(true);
  });

  test("of users refuses whoever came too late", async () => {
    await using s = await met({ quota: { messagesPerMonth: 9, usersPerBot: 1, groups: 3 } });
    const late = s.zalo.world.addPerson({ name: "Muộn" });
    late.says(s.bot, "em mới tới");
    expect((await s.call("sendMessage", { ...s.toAlice, text: "x" })).body?.ok).toBe(true);
    expect((await s.call("sendMessage", { chat_id: late.id, text: "x" })).body).toEqual(over);
  });

  test("of groups refuses the group that came too late", async () => {
    await using s = await met({ quota: { messagesPerMonth: 9, usersPerBot: 1, groups: 1 } });
    const [first, second] = ["Một", "Hai"].map((name) =>
      s.zalo.world.addGroup({ name, members: [s.alice], bots: [s.bot] }),
    );
    expect((await s.call("sendMessage", { chat_id: first?.id, text: "x" })).body?.ok).toBe(true);
    expect((await s.call("sendMessage", { chat_id: second?.id, text: "x" })).body).toEqual(over);
  });
});
