import { describe, expect, test } from "vitest";
import { FriendEventType, GroupEventType, ThreadType } from "zca-js";
import { heardEvent } from "../testing/heard-event.ts";
import { WAIT } from "../testing/scene.ts";
import { soon } from "../testing/soon.ts";
import { webScene } from "../testing/web-scene.ts";

async function inGroup() {
  const scene = await webScene();
  const group = scene.zalo.world.addGroup({ name: "Nhóm", members: [scene.owner, scene.alice] });
  const client = await scene.connect();
  return { ...scene, group, client };
}

describe("a message is taken back", () => {
  test("and the account hears of it, in both kinds of chat", async () => {
    await using s = await inGroup();
    const direct = s.alice.writes(s.owner, "nhầm");
    const grouped = s.alice.writesIn(s.group, "nhầm");
    await s.client.got(2);

    const undo = await heardEvent(s.client, "undo", () => s.alice.recalls(direct));
    expect(undo).toMatchObject({ isSelf: false, isGroup: false, threadId: s.alice.uid });
    expect(undo.data).toMatchObject({ msgType: "chat.undo", content: { globalMsgId: Number(direct) } });

    const undone = await heardEvent(s.client, "undo", () => s.alice.recalls(grouped));
    expect(undone).toMatchObject({ isGroup: true, threadId: s.group.webId });
    expect(undone.data.content).toMatchObject({
      globalMsgId: Number(grouped),
      cliMsgId: Number(s.group.hearsFrom(s.alice)[0]?.cliMsgId),
      deleteMsg: 1,
    });
    expect(s.client.messages).toHaveLength(2);
  });

  test("while the account was away: it is among the old messages", async () => {
    await using s = await inGroup();
    const held = s.zalo.personal.holdLive(s.owner);
    const msgId = s.alice.writes(s.owner, "nhầm");
    s.alice.recalls(msgId);
    held.drop();

    const { listener } = s.client.api;
    const old = new Promise<unknown[]>((resolve) => {
      listener.once("old_messages", (all) => resolve(all.map(({ data }) => data.msgType)));
    });
    listener.requestOldMessages(ThreadType.User);

    expect(await old).toEqual(["webchat", "chat.undo"]);
  });

  test("only by its writer, who sees it gone", async () => {
    await using s = await inGroup();
    const msgId = s.alice.writes(s.owner, "của em");

    expect(() => s.owner.recalls(msgId)).toThrow("is not Owner's own");
    s.alice.recalls(msgId);
    s.alice.recalls(msgId);

    expect(s.owner.hearsFrom(s.alice)[0]?.recalled).toBe(true);
    const recalls = s.zalo.journal.entries.filter(({ kind }) => kind === "message-recalled");
    expect(recalls).toHaveLength(1);
  });

  test("of the account's own: it hears of that too", async () => {
    await using s = await inGroup();
    await s.client.api.sendMessage("nhầm", s.alice.uid);
    const [{ msgId = "", cliMsgId = "" } = {}] = s.alice.hearsFrom(s.owner);

    const undo = await heardEvent(s.client, "undo", () =>
      s.client.api.undo({ msgId, cliMsgId }, s.alice.uid),
    );

    expect(undo).toMatchObject({ isSelf: true, threadId: s.alice.uid });
  });
});

describe("a reaction", () => {
  test("reaches the account, and so does its taking back", async () => {
    await using s = await inGroup();
    await s.client.api.sendMessage("chào nhóm", s.group.webId, ThreadType.Group);
    const msgId = s.group.hearsFrom(s.owner)[0]?.msgId ?? "";

    const reaction = await heardEvent(s.client, "reaction", () => s.alice.reacts(msgId, "/-heart"));
    expect(reaction).toMatchObject({ isSelf: false, isGroup: true, threadId: s.group.webId });
    expect(reaction.data).toMatchObject({
      uidFrom: s.alice.uid,
      dName: "Alice",
      content: { rIcon: "/-heart", rType: 5, source: 6, rMsg: [{ gMsgID: msgId }] },
    });

    const taken = await heardEvent(s.client, "reaction", () => s.alice.reacts(msgId, ""));
    expect(taken.data.content).toMatchObject({ rIcon: "", rType: -1 });
    expect(s.group.hearsFrom(s.owner)[0]?.reactions).toEqual([]);
  });

  test("in a direct chat names that chat", async () => {
    await using s = await inGroup();
    const msgId = s.alice.writes(s.owner, "chào");

    const reaction = await heardEvent(s.client, "reaction", () => s.alice.reacts(msgId, ":>"));

    expect(reaction).toMatchObject({ isGroup: false, threadId: s.alice.uid });
  });

  test("with one of the lists missing is heard, and the client stumbles (O8)", async () => {
    await using s = await inGroup();
    s.zalo.personal.switches(s.owner).reactionLists = "own";
    const msgId = s.alice.writes(s.owner, "chào");
    await s.client.got(1);

    await heardEvent(s.client, "reaction", () => s.alice.reacts(msgId, ":>"));
    await soon(() => s.client.errors).toHaveLength(1);
  });

  test("that came while the account was away can be asked for", async () => {
    await using s = await inGroup();
    const msgId = s.alice.writes(s.owner, "chào");
    const { listener } = s.client.api;
    const old = new Promise<unknown>((resolve) =>
      listener.once("old_reactions", (all) => resolve(all.map(({ data }) => data.uidFrom))),
    );
    s.alice.reacts(msgId, ":>");
    listener.requestOldReactions(ThreadType.User);

    expect(await old).toEqual([s.alice.uid]);
  });

  test("must be one of Zalo's", async () => {
    await using s = await inGroup();
    const msgId = s.alice.writes(s.owner, "chào");

    expect(() => s.alice.reacts(msgId, "👍")).toThrow("is no reaction");
  });
});

describe("what people's phones tell of themselves", () => {
  test("that somebody is typing", async () => {
    await using s = await inGroup();

    const direct = await heardEvent(s.client, "typing", () => s.alice.types(s.owner));
    expect(direct).toMatchObject({ type: ThreadType.User, threadId: s.alice.uid });
    const grouped = await heardEvent(s.client, "typing", () => s.alice.types(s.group));
    expect(grouped).toMatchObject({ type: ThreadType.Group, threadId: s.group.webId });
  });

  test("that messages have arrived and were looked at", async () => {
    await using s = await inGroup();
    await s.client.api.sendMessage("một", s.alice.uid);
    await s.client.api.sendMessage("hai", s.group.webId, ThreadType.Group);
    const direct = s.alice.hearsFrom(s.owner)[0]?.msgId ?? "";
    const grouped = s.group.hearsFrom(s.owner)[0]?.msgId ?? "";

    expect(await heardEvent(s.client, "delivered_messages", () => s.alice.receives(direct))).toMatchObject([
      { type: ThreadType.User, threadId: s.alice.uid, data: { msgId: direct } },
    ]);
    expect(await heardEvent(s.client, "seen_messages", () => s.alice.sees(direct))).toMatchObject([
      { type: ThreadType.User, threadId: s.alice.uid, data: { msgId: direct } },
    ]);
    expect(await heardEvent(s.client, "delivered_messages", () => s.alice.receives(grouped))).toMatchObject([
      { type: ThreadType.Group, threadId: s.group.webId },
    ]);
    expect(await heardEvent(s.client, "seen_messages", () => s.alice.sees(grouped))).toMatchObject([
      { type: ThreadType.Group, threadId: s.group.webId, data: { seenUids: [s.alice.uid] } },
    ]);
    expect(s.alice.hearsFrom(s.owner)[0]).toMatchObject({
      deliveredTo: [s.alice.uid],
      seenBy: [s.alice.uid],
    });
  });
});

describe("a group", () => {
  test("tells its members who comes, goes and rules, and what it is called", async () => {
    await using s = await inGroup();
    const binh = s.zalo.world.addPerson({ name: "Bình" });
    const told = async (act: () => void) => {
      const { type, threadId, data, isSelf } = await heardEvent(s.client, "group_event", act);
      expect(threadId).toBe(s.group.webId);
      return { type, isSelf, data };
    };

    const joined = await told(() => s.group.join(binh, s.alice));
    expect(joined).toMatchObject({
      type: GroupEventType.JOIN,
      isSelf: false,
      data: { sourceId: s.alice.uid, updateMembers: [{ id: binh.uid, dName: "Bình" }] },
    });
    expect(await told(() => s.group.rename("Tên mới", s.alice))).toMatchObject({
      type: GroupEventType.UPDATE,
      data: { groupName: "Tên mới" },
    });
    expect(await told(() => s.group.promote(binh, s.owner))).toMatchObject({
      type: GroupEventType.ADD_ADMIN,
      isSelf: true,
    });
    expect(await told(() => s.group.demote(binh, s.owner))).toMatchObject({
      type: GroupEventType.REMOVE_ADMIN,
    });
    expect(await told(() => s.group.remove(binh, s.owner))).toMatchObject({
      type: GroupEventType.REMOVE_MEMBER,
    });
    expect(await told(() => s.group.askToJoin(binh))).toMatchObject({
      type: GroupEventType.JOIN_REQUEST,
      data: { uids: [binh.uid] },
    });
    expect(await told(() => s.group.leave(s.alice))).toMatchObject({ type: GroupEventType.LEAVE });
    expect(s.group.members).toEqual([s.owner]);
  });

  test("that the account was sent away from takes nothing of it any more", async () => {
    await using s = await inGroup();
    const theirs = s.zalo.world.addGroup({ name: "Khác", members: [s.alice, s.owner] });

    const event = await heardEvent(s.client, "group_event", () => theirs.remove(s.owner, s.alice));

    expect(event).toMatchObject({ type: GroupEventType.REMOVE_MEMBER, isSelf: true });
    const sent = s.client.api.sendMessage("còn ai?", theirs.webId, ThreadType.Group);
    await expect(sent).rejects.toMatchObject({ code: 114 });
    s.alice.writesIn(theirs, "bí mật");
    s.alice.writesIn(s.group, "công khai");
    expect((await s.client.got(1)).map(({ data }) => data.content)).toEqual(["công khai"]);
  });

  test("is changed only by those who may", async () => {
    await using s = await inGroup();
    const binh = s.zalo.world.addPerson({ name: "Bình" });

    expect(() => s.group.remove(s.owner, s.alice)).toThrow("does not run");
    expect(() => s.group.join(s.alice)).toThrow("already in");
    expect(() => s.group.leave(binh)).toThrow("not a member");
  });
});

describe("people get to know each other", () => {
  test("by a request that is accepted", async () => {
    await using s = await inGroup();
    const binh = s.zalo.world.addPerson({ name: "Bình" });

    const asked = await heardEvent(s.client, "friend_event", () =>
      binh.asksFriendship(s.owner, "kết bạn nhé"),
    );
    expect(asked).toMatchObject({
      type: FriendEventType.REQUEST,
      isSelf: false,
      data: { fromUid: binh.uid, toUid: s.owner.uid, message: "kết bạn nhé" },
    });

    const added = await heardEvent(s.client, "friend_event", () => s.owner.acceptsFriendship(binh));
    expect(added).toMatchObject({ type: FriendEventType.ADD, threadId: binh.uid });
    expect((await s.client.api.getAllFriends()).map(({ userId }) => userId)).toContain(binh.uid);
  });

  test("or not: taken back, refused, ended", async () => {
    await using s = await inGroup();
    const binh = s.zalo.world.addPerson({ name: "Bình" });
    const type = async (act: () => void) => (await heardEvent(s.client, "friend_event", act)).type;

    await type(() => binh.asksFriendship(s.owner));
    expect(await type(() => binh.withdrawsFriendship(s.owner))).toBe(FriendEventType.UNDO_REQUEST);
    await type(() => s.owner.asksFriendship(binh));
    expect(await type(() => binh.refusesFriendship(s.owner))).toBe(FriendEventType.REJECT_REQUEST);
    expect(await type(() => s.alice.unfriends(s.owner))).toBe(FriendEventType.REMOVE);
    expect(await type(() => s.owner.blocks(s.alice))).toBe(FriendEventType.BLOCK);
    expect(await type(() => s.owner.unblocks(s.alice))).toBe(FriendEventType.UNBLOCK);
    expect(() => s.owner.acceptsFriendship(binh)).toThrow("has not asked");
    expect(s.zalo.world.friendsOf(s.owner)).toEqual([]);
  });

  test("and nobody learns that they were blocked", async () => {
    await using s = await inGroup();
    const heard: unknown[] = [];
    s.client.api.listener.on("friend_event", (event) => heard.push(event));

    s.alice.blocks(s.owner);
    s.alice.writes(s.owner, "hết");
    await s.client.got(1);

    expect(heard).toEqual([]);
    await s.zalo.journal.waitFor((entry) => entry.kind === "friends-changed" && entry.act === "block", WAIT);
  });
});

test("an account whose deeds do not come back to it hears of nobody's but others'", async () => {
  await using s = await inGroup();
  s.zalo.personal.switches(s.owner).selfEcho = false;
  const msgId = s.alice.writes(s.owner, "chào");
  await s.client.got(1);
  const heard: string[] = [];
  s.client.api.listener.on("reaction", ({ data }) => heard.push(data.uidFrom));

  s.owner.reacts(msgId, "/-heart");
  await heardEvent(s.client, "reaction", () => s.alice.reacts(msgId, ":>"));

  expect(heard).toEqual([s.alice.uid]);
});
