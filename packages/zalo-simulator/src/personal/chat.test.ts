import { describe, expect, test } from "vitest";
import { type SendMessageQuote, TextStyle, ThreadType } from "zca-js";
import { call } from "../testing/call.ts";
import { WAIT } from "../testing/scene.ts";
import { webScene } from "../testing/web-scene.ts";

describe("the real zca-js", () => {
  test("logs in with cookies and knows who it is", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();

    expect(api.getOwnId()).toBe(scene.owner.uid);
    expect((await api.fetchAccountInfo()).profile.displayName).toBe("Owner");
    expect((await api.getAllFriends()).map(({ userId }) => userId)).toEqual([scene.alice.uid]);
    expect(await api.keepAlive()).toEqual({ config_vesion: 1 });
  });

  test.each([0, 1, 2, 3] as const)(
    "hears what somebody writes, events wrapped as in mode %i",
    async (mode) => {
      await using scene = await webScene();
      scene.zalo.personal.switches(scene.owner).encrypt = mode;
      const client = await scene.connect();

      const msgId = scene.alice.writes(scene.owner, "xin chào, Đức ơi");

      const [message] = await client.got(1);
      expect(message).toMatchObject({ type: ThreadType.User, threadId: scene.alice.uid, isSelf: false });
      expect(message?.data).toMatchObject({
        msgId,
        msgType: "webchat",
        content: "xin chào, Đức ơi",
        uidFrom: scene.alice.uid,
        idTo: scene.owner.uid,
        dName: "Alice",
      });
      expect(client.errors).toEqual([]);
    },
  );

  test("writes to somebody, and hears its own words come back", async () => {
    await using scene = await webScene();
    const client = await scene.connect();

    const sent = await client.api.sendMessage("chào Alice", scene.alice.uid, ThreadType.User);

    const [heard] = await scene.alice.waitForFrom(scene.owner, (all) => all.length === 1, WAIT);
    expect(heard?.content).toEqual({ kind: "text", text: "chào Alice" });
    expect(String(sent.message?.msgId)).toBe(heard?.msgId);
    const [echo] = await client.got(1);
    expect(echo).toMatchObject({ isSelf: true, threadId: scene.alice.uid });
    expect(echo?.data).toMatchObject({ cliMsgId: heard?.cliMsgId, content: "chào Alice" });
  });

  test("hears its own words before the answer or after it, or not at all", async () => {
    await using scene = await webScene();
    const { personal, journal } = scene.zalo;
    const client = await scene.connect();
    const order = () =>
      journal.entries.flatMap((entry) => {
        if (entry.kind === "socket-event-sent") return ["echo"];
        return entry.kind === "web-call" && entry.call === "message/sms" ? ["answer"] : [];
      });
    await client.api.sendMessage("trước", scene.alice.uid);
    personal.switches(scene.owner).echoDelayMs = 30;
    await client.api.sendMessage("sau", scene.alice.uid);
    await client.got(2);
    expect(order()).toEqual(["echo", "answer", "answer", "echo"]);

    personal.switches(scene.owner).selfEcho = false;
    await client.api.sendMessage("im", scene.alice.uid);
    expect(order()).toHaveLength(5);
  });

  test("hears gzip as well as zlib", async () => {
    await using scene = await webScene();
    Object.assign(scene.zalo.personal.switches(scene.owner), { encrypt: 1, compression: "gzip" });
    const client = await scene.connect();
    scene.alice.writes(scene.owner, "nén");

    expect((await client.got(1))[0]?.data.content).toBe("nén");
  });

  test("is mentioned in a group, by name and with everybody", async () => {
    await using scene = await webScene();
    const { owner, alice, zalo } = scene;
    const group = zalo.world.addGroup({ name: "Chung cư", members: [owner, alice] });
    const client = await scene.connect();

    alice.writesIn(group, "@Owner và @All ơi", { mentions: [owner, "all"] });

    const [message] = await client.got(1);
    expect(message).toMatchObject({ type: ThreadType.Group, threadId: group.webId, isSelf: false });
    expect(message?.data).toMatchObject({
      uidFrom: alice.uid,
      mentions: [
        { uid: owner.uid, pos: 0, len: 6, type: 0 },
        { uid: "-1", pos: 10, len: 4, type: 1 },
      ],
    });
  });

  test("writes in a group, mentions somebody and makes words bold", async () => {
    await using scene = await webScene();
    const { owner, alice, zalo } = scene;
    const group = zalo.world.addGroup({ name: "Chung cư", members: [owner, alice] });
    const { api } = await scene.connect();

    await api.sendMessage(
      {
        msg: "@Alice giao rồi",
        mentions: [{ pos: 0, len: 6, uid: alice.uid }],
        styles: [{ start: 7, len: 4, st: TextStyle.Bold }],
      },
      group.webId,
      ThreadType.Group,
    );

    const [heard] = await group.waitForFrom(owner, (all) => all.length === 1, WAIT);
    expect(heard?.mentions).toEqual([{ uid: alice.uid, pos: 0, len: 6 }]);
    expect(heard?.content).toMatchObject({ styles: [{ start: 7, len: 4, st: "b" }] });
  });

  test("answers a message by quoting it, and sees when its own is quoted", async () => {
    await using scene = await webScene();
    const { owner, alice } = scene;
    const client = await scene.connect();
    alice.writes(owner, "mấy giờ?");
    const [question] = await client.got(1);
    if (question === undefined) throw new Error("Nothing was heard.");

    await client.api.sendMessage(
      { msg: "năm giờ", quote: question.data as SendMessageQuote },
      alice.uid,
      ThreadType.User,
    );
    const [answer] = await alice.waitForFrom(owner, (all) => all.length === 1, WAIT);
    expect(answer?.quote).toMatchObject({
      text: "mấy giờ?",
      ownerUid: alice.uid,
      msgId: question.data.msgId,
    });

    alice.writes(owner, "cảm ơn", { quote: answer?.msgId });
    const all = await client.got(3);
    expect(all[2]?.data.quote).toMatchObject({
      ownerId: owner.uid,
      msg: "năm giờ",
      globalMsgId: Number(answer?.msgId),
      cliMsgType: 1,
    });
  });

  test("is told what Zalo says to a text that is too long", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    await api.sendMessage("ă".repeat(2000), scene.alice.uid, ThreadType.User);

    await expect(api.sendMessage("ă".repeat(2001), scene.alice.uid, ThreadType.User)).rejects.toMatchObject({
      code: 118,
    });
    expect(scene.alice.hearsFrom(scene.owner)).toHaveLength(1);
  });

  test.each([
    ["beyond the text", { start: 3, len: 2, st: TextStyle.Bold }],
    ["of no name", { start: 0, len: 2, st: "blink" as TextStyle.Bold }],
  ])("may not give a style %s", async (_, style) => {
    await using scene = await webScene();
    const { api } = await scene.connect();

    const sent = api.sendMessage({ msg: "chào", styles: [style] }, scene.alice.uid, ThreadType.User);
    await expect(sent).rejects.toMatchObject({ code: 114 });
  });

  test("writes to nobody it does not know of, and in no group it is not in", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    const strange = scene.zalo.world.addGroup({ name: "Kín", members: [scene.alice] });

    await expect(api.sendMessage("ai?", "123456789012345678", ThreadType.User)).rejects.toMatchObject({
      code: 114,
    });
    await expect(api.sendMessage("ai?", strange.webId, ThreadType.Group)).rejects.toMatchObject({
      code: 114,
    });
  });

  test("shows that it is typing", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    await api.sendTypingEvent(scene.alice.uid, ThreadType.User);

    expect(scene.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "web-typing", fromUid: scene.owner.uid, toId: scene.alice.uid }),
    );
  });
});

test("people and bots of a group hear each other, whichever way they are there", async () => {
  await using scene = await webScene();
  const { owner, alice, zalo } = scene;
  const bot = zalo.world.addBot({ name: "Bot Shop" });
  const group = zalo.world.addGroup({ name: "Chung cư", members: [owner, alice], bots: [bot] });
  const client = await scene.connect();

  await client.api.sendMessage("@Bot Shop mở chưa?", group.webId, ThreadType.Group);
  const { body } = await call(zalo, bot, "getUpdates");
  expect(body?.result?.message).toMatchObject({ text: "@Bot Shop mở chưa?", from: { id: owner.id } });
  await call(zalo, bot, "sendMessage", { chat_id: group.id, text: "Mở rồi" });
  alice.says(bot, "@Bot Shop cảm ơn", { in: group });

  const heard = (await client.got(3)).map(({ data }) => [data.dName, data.content]);
  expect(heard).toEqual([
    ["Owner", "@Bot Shop mở chưa?"],
    ["Bot Shop", "Mở rồi"],
    ["Alice", "@Bot Shop cảm ơn"],
  ]);
});
