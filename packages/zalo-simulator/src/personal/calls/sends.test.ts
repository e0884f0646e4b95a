import { describe, expect, test } from "vitest";
import { Reactions, ThreadType } from "zca-js";
import { webScene } from "../../testing/web-scene.ts";

async function both() {
  const scene = await webScene();
  const group = scene.zalo.world.addGroup({ name: "Nhóm", members: [scene.owner, scene.alice] });
  const { api, ...client } = await scene.connect();
  const heard = () => [
    ...scene.alice.hearsFrom(scene.owner).map(({ content }) => content),
    ...group.hearsFrom(scene.owner).map(({ content }) => content),
  ];
  const threads = [
    [scene.alice.uid, ThreadType.User],
    [group.webId, ThreadType.Group],
  ] as const;
  return { scene, group, api, client, heard, threads, [Symbol.asyncDispose]: scene[Symbol.asyncDispose] };
}

describe("what is sent by its address", () => {
  test("a voice is heard, in both kinds of chat", async () => {
    await using s = await both();
    const voiceUrl = s.scene.zalo.media.samples["voice.m4a"];

    for (const [to, type] of s.threads) await s.api.sendVoice({ voiceUrl }, to, type);

    const voice = { kind: "voice", url: voiceUrl, m4aUrl: voiceUrl };
    expect(s.heard()).toEqual([voice, voice]);
  });

  test("a video plays, with its picture, size and words", async () => {
    await using s = await both();
    const { samples } = s.scene.zalo.media;
    const options = {
      videoUrl: samples["video.mp4"],
      thumbnailUrl: samples["photo.jpg"],
      duration: 4000,
      width: 720,
      height: 1280,
      msg: "xem nè",
    };

    for (const [to, type] of s.threads) await s.api.sendVideo(options, to, type);

    const video = {
      kind: "video",
      url: options.videoUrl,
      thumbUrl: options.thumbnailUrl,
      durationMs: 4000,
      width: 720,
      height: 1280,
      caption: "xem nè",
    };
    expect(s.heard()).toMatchObject([video, video]);
  });

  test("a card shows whose it is", async () => {
    await using s = await both();
    const binh = s.scene.zalo.world.addPerson({ name: "Bình" });

    for (const [to, type] of s.threads) {
      await s.api.sendCard({ userId: binh.uid, phoneNumber: "84900000001" }, to, type);
    }

    const card = { kind: "card", uid: binh.uid, name: "Bình", phone: "84900000001" };
    expect(s.heard()).toMatchObject([card, card]);
    await expect(s.api.sendCard({ userId: "404" }, s.scene.alice.uid)).rejects.toMatchObject({ code: 114 });
  });

  test("a link has a preview and the words around it", async () => {
    await using s = await both();
    const options = { link: "https://example.com/a?b=1", msg: "đọc đi" };

    for (const [to, type] of s.threads) await s.api.sendLink(options, to, type);

    const link = {
      kind: "link",
      url: "https://example.com/a?b=1",
      title: "example.com",
      text: "đọc đi https://example.com/a?b=1",
    };
    expect(s.heard()).toMatchObject([link, link]);
    const wrong = s.api.sendLink({ link: "không phải liên kết" }, s.scene.alice.uid);
    await expect(wrong).rejects.toMatchObject({ code: 114 });
  });

  test("a sticker is the one that was chosen", async () => {
    await using s = await both();

    for (const [to, type] of s.threads)
      await s.api.sendSticker({ id: 23339, cateId: 10425, type: 7 }, to, type);

    const sticker = { kind: "sticker", id: 23339, categoryId: 10425, type: 7 };
    expect(s.heard()).toEqual([sticker, sticker]);
    expect(await s.api.getStickersDetail(23339)).toMatchObject([{ id: 23339 }]);
  });
});

describe("reactions", () => {
  test.each([
    ["heart", Reactions.HEART, 5],
    ["like", Reactions.LIKE, 3],
    ["haha", Reactions.HAHA, 0],
    ["beer", Reactions.BEER, 99],
  ] as const)("%s is seen on the message", async (_name, icon, rType) => {
    await using s = await both();
    const msgId = s.scene.alice.writes(s.scene.owner, "vui quá");
    const message = s.scene.owner.hearsFrom(s.scene.alice)[0];
    const data = { msgId, cliMsgId: message?.cliMsgId ?? "" };

    await s.api.addReaction(icon, { data, threadId: s.scene.alice.uid, type: ThreadType.User });

    expect(message?.reactions).toEqual([{ uid: s.scene.owner.uid, name: "Owner", icon, rType }]);
  });

  test("replace each other, and can be taken back", async () => {
    await using s = await both();
    const msgId = s.scene.alice.writesIn(s.group, "vui quá");
    const message = s.group.hearsFrom(s.scene.alice)[0];
    const dest = {
      data: { msgId, cliMsgId: message?.cliMsgId ?? "" },
      threadId: s.group.webId,
      type: ThreadType.Group,
    };

    await s.api.addReaction(Reactions.WOW, dest);
    const answer = await s.api.addReaction(Reactions.HEART, dest);
    expect(message?.reactions.map(({ icon }) => icon)).toEqual(["/-heart"]);
    expect(answer.msgIds.map(String)).toEqual([msgId]);

    await s.api.addReaction(Reactions.NONE, dest);
    expect(message?.reactions).toEqual([]);
  });

  test("are refused on a message that is not there, or under a wrong number", async () => {
    await using s = await both();
    const msgId = s.scene.alice.writes(s.scene.owner, "vui quá");
    const cliMsgId = s.scene.owner.hearsFrom(s.scene.alice)[0]?.cliMsgId ?? "";
    const to = { threadId: s.scene.alice.uid, type: ThreadType.User };
    const wrong = [
      [Reactions.HEART, { msgId: "7000000000000", cliMsgId }],
      [Reactions.HEART, { msgId, cliMsgId: "1" }],
      [
        { rType: 4, source: 6, icon: Reactions.HEART },
        { msgId, cliMsgId },
      ],
    ] as const;

    for (const [icon, data] of wrong) {
      await expect(s.api.addReaction(icon, { data, ...to })).rejects.toMatchObject({ code: 114 });
    }
    expect(s.scene.owner.hearsFrom(s.scene.alice)[0]?.reactions).toEqual([]);
  });
});

describe("taking back and removing", () => {
  test("an own message is recalled for everybody, by both its numbers", async () => {
    await using s = await both();
    for (const [to, type] of s.threads) {
      await s.api.sendMessage("nhầm", to, type);
    }
    const sent = [...s.scene.alice.hearsFrom(s.scene.owner), ...s.group.hearsFrom(s.scene.owner)];
    const wrong = { msgId: sent[0]?.msgId ?? "", cliMsgId: "1" };
    await expect(s.api.undo(wrong, s.scene.alice.uid)).rejects.toMatchObject({ code: 114 });
    expect(sent[0]?.recalled).toBe(false);

    for (const [at, [to, type]] of s.threads.entries()) {
      const { msgId = "", cliMsgId = "" } = sent[at] ?? {};
      await s.api.undo({ msgId, cliMsgId }, to, type);
    }

    expect(sent.map(({ recalled }) => recalled)).toEqual([true, true]);
  });

  test("somebody else's message cannot be recalled", async () => {
    await using s = await both();
    const msgId = s.scene.alice.writes(s.scene.owner, "của em");
    const cliMsgId = s.scene.owner.hearsFrom(s.scene.alice)[0]?.cliMsgId ?? "";

    await expect(s.api.undo({ msgId, cliMsgId }, s.scene.alice.uid)).rejects.toMatchObject({ code: 114 });
  });

  test("a message is removed for oneself, and for all only by who runs the group", async () => {
    await using s = await both();
    const msgId = s.scene.alice.writesIn(s.group, "quảng cáo");
    const message = s.group.hearsFrom(s.scene.alice)[0];
    const data = { msgId, cliMsgId: message?.cliMsgId ?? "", uidFrom: s.scene.alice.uid };
    const dest = { data, threadId: s.group.webId, type: ThreadType.Group };

    await s.api.deleteMessage(dest, true);
    expect(message).toMatchObject({ hiddenFor: [s.scene.owner.uid], recalled: false });
    await s.api.deleteMessage(dest, false);
    expect(message?.recalled).toBe(true);

    const others = s.scene.zalo.world.addGroup({ name: "Khác", members: [s.scene.alice, s.scene.owner] });
    const other = s.scene.alice.writesIn(others, "quảng cáo");
    const cliMsgId = others.hearsFrom(s.scene.alice)[0]?.cliMsgId ?? "";
    const refused = s.api.deleteMessage({
      data: { msgId: other, cliMsgId, uidFrom: s.scene.alice.uid },
      threadId: others.webId,
      type: ThreadType.Group,
    });
    await expect(refused).rejects.toMatchObject({ code: 114 });
  });
});

describe("who takes what an account sends", () => {
  test("nobody who has blocked it", async () => {
    await using s = await both();
    s.scene.alice.blocks(s.scene.owner);
    await expect(s.api.sendMessage("nghe nè", s.scene.alice.uid)).rejects.toMatchObject({ code: 123 });

    s.scene.alice.unblocks(s.scene.owner);
    await s.api.sendMessage("nghe nè", s.scene.alice.uid);
    expect(s.heard()).toHaveLength(1);
  });

  test("no stranger who wants to hear friends only", async () => {
    await using s = await both();
    const binh = s.scene.zalo.world.addPerson({ name: "Bình" });
    for (const person of [binh, s.scene.alice]) {
      s.scene.zalo.personal.switches(person).messagesFrom = "friends";
    }

    await expect(s.api.sendMessage("chào", binh.uid)).rejects.toMatchObject({ code: 123 });
    await s.api.sendMessage("chào", s.scene.alice.uid);
  });

  test("with the switch, no stranger who has not written first", async () => {
    await using s = await both();
    s.scene.zalo.personal.switches(s.scene.owner).strangers = "refused";
    const binh = s.scene.zalo.world.addPerson({ name: "Bình" });
    await expect(s.api.sendSticker({ id: 1, cateId: 1, type: 7 }, binh.uid)).rejects.toMatchObject({
      code: 114,
    });

    binh.writes(s.scene.owner, "chào");
    await s.api.sendSticker({ id: 1, cateId: 1, type: 7 }, binh.uid);
    expect(binh.hearsFrom(s.scene.owner)).toHaveLength(1);
  });

  test("not more than so many messages a minute", async () => {
    await using s = await both();
    s.scene.zalo.personal.switches(s.scene.owner).sendsPerMinute = 2;
    await s.api.sendMessage("một", s.scene.alice.uid);
    await s.api.sendSticker({ id: 1, cateId: 1, type: 7 }, s.group.webId, ThreadType.Group);

    await expect(s.api.sendMessage("ba", s.scene.alice.uid)).rejects.toMatchObject({ code: -69 });
    expect(s.heard()).toHaveLength(2);
  });

  test("not more than so many strangers an hour, while friends always do", async () => {
    await using s = await both();
    s.scene.zalo.personal.switches(s.scene.owner).strangersPerHour = 1;
    const [binh, cuong, dung] = ["Bình", "Cường", "Dũng"].map((name) =>
      s.scene.zalo.world.addPerson({ name }),
    );
    dung?.writes(s.scene.owner, "em hỏi chút");
    await s.api.sendMessage("một", binh?.uid ?? "");
    await s.api.sendMessage("hai", binh?.uid ?? "");

    await expect(s.api.sendMessage("ba", cuong?.uid ?? "")).rejects.toMatchObject({ code: 123 });
    await s.api.sendMessage("bốn", dung?.uid ?? "");
    await s.api.sendMessage("năm", s.scene.alice.uid);
  });

  test("no group that the account is not in, and nobody who is not there", async () => {
    await using s = await both();
    const others = s.scene.zalo.world.addGroup({ name: "Khác", members: [s.scene.alice] });

    for (const [to, type] of [
      [others.webId, ThreadType.Group],
      ["404", ThreadType.Group],
      ["404", ThreadType.User],
    ] as const) {
      await expect(s.api.sendMessage("ai đó?", to, type)).rejects.toMatchObject({ code: 114 });
    }
  });
});

test("a message forwarded to several arrives at those who take it", async () => {
  await using s = await both();
  const answer = await s.api.forwardMessage({ message: "chuyển tiếp" }, [s.scene.alice.uid, "404"]);

  expect(s.heard()).toEqual([{ kind: "text", text: "chuyển tiếp" }]);
  expect(answer).toMatchObject({ success: [{ msgId: expect.any(String) }], fail: [{ error_code: "114" }] });
  await s.api.forwardMessage({ message: "nhóm ơi" }, [s.group.webId], ThreadType.Group);
  expect(s.heard()).toHaveLength(2);
});
