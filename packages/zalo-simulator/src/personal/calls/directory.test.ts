import { describe, expect, test } from "vitest";
import { ThreadType } from "zca-js";
import { WAIT } from "../../testing/scene.ts";
import { webScene } from "../../testing/web-scene.ts";

async function town() {
  const scene = await webScene();
  const { world } = scene.zalo;
  const duc = world.addPerson({ name: "Đức", phone: "84901234567" });
  const group = world.addGroup({ name: "Chung cư Hoa Mai", members: [scene.owner, scene.alice, duc] });
  const others = world.addGroup({ name: "Khác", members: [scene.alice] });
  const client = await scene.connect();
  return { ...scene, duc, group, others, client, api: client.api };
}

describe("who and what there is", () => {
  test("the account's own groups are listed by id, and told about in full", async () => {
    await using s = await town();

    expect(Object.keys((await s.api.getAllGroups()).gridVerMap)).toEqual([s.group.webId]);
    const info = await s.api.getGroupInfo([s.group.webId, s.others.webId]);
    expect(info.removedsGroup).toEqual([s.others.webId]);
    expect(info.gridInfoMap[s.group.webId]).toMatchObject({
      name: "Chung cư Hoa Mai",
      creatorId: s.owner.uid,
      totalMember: 3,
      memberIds: [s.owner.uid, s.alice.uid, s.duc.uid],
      memVerList: [`${s.owner.uid}_0`, `${s.alice.uid}_0`, `${s.duc.uid}_0`],
    });
  });

  test("a group grows a version with each change, and may tell of its members by id only", async () => {
    await using s = await town();
    const version = async () => (await s.api.getAllGroups()).gridVerMap[s.group.webId];
    const before = await version();
    s.group.rename("Chung cư", s.alice);
    expect(await version()).not.toBe(before);

    s.zalo.personal.switches(s.owner).groupMembersAs = "versions";
    const info = (await s.api.getGroupInfo(s.group.webId)).gridInfoMap[s.group.webId];
    expect(info).toMatchObject({ name: "Chung cư", memberIds: [], currentMems: [] });
    const { profiles } = await s.api.getGroupMembersInfo(info?.memVerList ?? []);
    expect(profiles[s.duc.uid]).toMatchObject({ displayName: "Đức", id: s.duc.uid });
  });

  test("people are told about by uid, friends or not; nobody is left out in silence", async () => {
    await using s = await town();

    const { changed_profiles: found } = await s.api.getUserInfo([s.alice.uid, s.duc.uid, "404"]);
    expect(Object.keys(found)).toEqual([s.alice.uid, s.duc.uid]);
    expect(found[s.alice.uid]).toMatchObject({ displayName: "Alice", isFr: 1 });
    expect(found[s.duc.uid]).toMatchObject({ displayName: "Đức", isFr: 0 });

    s.zalo.personal.switches(s.owner).profileKeys = "uid-and-version";
    const { changed_profiles: versioned } = await s.api.getUserInfo(s.duc.uid);
    expect(Object.keys(versioned)).toEqual([`${s.duc.uid}_0`]);
  });

  test("friends have the names that the account gave them, a page at a time", async () => {
    await using s = await town();
    s.owner.nicknames(s.alice, "Chị Lan");
    await s.api.changeFriendAlias("Anh Đức", s.duc.uid);

    expect((await s.api.getAliasList(1, 1)).items).toEqual([{ userId: s.alice.uid, alias: "Chị Lan" }]);
    expect((await s.api.getAliasList(1, 2)).items).toEqual([{ userId: s.duc.uid, alias: "Anh Đức" }]);
    s.owner.nicknames(s.alice, "");
    expect((await s.api.getAliasList()).items).toHaveLength(1);
  });

  test("somebody is found by telephone number, or nobody is", async () => {
    await using s = await town();

    expect(await s.api.findUser("0901234567")).toMatchObject({ uid: s.duc.uid, display_name: "Đức" });
    await expect(s.api.findUser("0900000000")).rejects.toMatchObject({ code: 216 });
  });

  test("the history of a group is gone", async () => {
    await using s = await town();

    await expect(s.api.getGroupChatHistory(s.group.webId)).rejects.toThrow("404");
  });
});

describe("receipts", () => {
  test("say what the account has got and seen", async () => {
    await using s = await town();
    s.alice.writes(s.owner, "một");
    s.duc.writesIn(s.group, "hai");
    const [direct, grouped] = await s.client.got(2);
    if (direct === undefined || grouped === undefined) throw new Error("Two messages were to come.");

    for (const message of [direct, grouped]) {
      await s.api.sendDeliveredEvent(false, { ...message.data, st: 0, at: 0, cmd: 0 }, message.type);
      await s.api.sendSeenEvent({ ...message.data, st: 0, at: 0, cmd: 0 }, message.type);
    }

    for (const said of [...s.owner.hearsFrom(s.alice), ...s.group.hearsFrom(s.duc)]) {
      expect(said).toMatchObject({ deliveredTo: [s.owner.uid], seenBy: [s.owner.uid] });
    }
    const receipts = s.zalo.journal.entries.filter(({ kind }) => kind === "message-receipt");
    expect(receipts).toHaveLength(4);
  });

  test("are refused for messages that are not there or of somebody else's", async () => {
    await using s = await town();
    s.alice.writes(s.owner, "một");
    const [message] = await s.client.got(1);
    if (message === undefined) throw new Error("A message was to come.");
    const right = { ...message.data, st: 0, at: 0, cmd: 0 };

    for (const wrong of [
      { ...right, msgId: "7000000000000" },
      { ...right, cliMsgId: "1" },
      { ...right, uidFrom: s.duc.uid },
    ]) {
      await expect(s.api.sendSeenEvent(wrong, ThreadType.User)).rejects.toMatchObject({ code: 114 });
    }
    expect(s.owner.hearsFrom(s.alice)[0]?.seenBy).toEqual([]);
  });
});

test("typing is told to the others in the chat", async () => {
  await using s = await town();

  await s.api.sendTypingEvent(s.alice.uid);
  await s.api.sendTypingEvent(s.group.webId, ThreadType.Group);

  const typed = s.zalo.journal.entries.filter((entry) => entry.kind === "web-typing");
  expect(typed).toMatchObject([
    { fromUid: s.owner.uid, toKind: "direct", toId: s.alice.uid },
    { fromUid: s.owner.uid, toKind: "group", toId: s.group.webId },
  ]);
  await expect(s.api.sendTypingEvent(s.others.webId, ThreadType.Group)).rejects.toMatchObject({ code: 114 });
});

describe("a poll", () => {
  const options = { question: "Ăn gì?", options: ["Phở", "Bún"], allowMultiChoices: false };

  test("is seen in its group, and people vote", async () => {
    await using s = await town();
    const poll = await s.api.createPoll(options, s.group.webId);

    const [seen] = await s.group.waitForFrom(s.owner, (all) => all.length === 1, WAIT);
    expect(seen?.content).toEqual({
      kind: "poll",
      pollId: poll.poll_id,
      question: "Ăn gì?",
      options: ["Phở", "Bún"],
    });
    s.alice.votes(poll.poll_id, 2);
    await s.api.votePoll(poll.poll_id, 2);
    expect(await s.api.getPollDetail(poll.poll_id)).toMatchObject({
      joined: true,
      num_vote: 2,
      options: [
        { content: "Phở", votes: 0 },
        { content: "Bún", votes: 2, voted: true, voters: [s.alice.uid, s.owner.uid] },
      ],
    });
  });

  test("takes one choice unless it allows more, and none once it is closed", async () => {
    await using s = await town();
    const { poll_id: id } = await s.api.createPoll(options, s.group.webId);

    await expect(s.api.votePoll(id, [1, 2])).rejects.toMatchObject({ code: 114 });
    await expect(s.api.votePoll(id, 3)).rejects.toMatchObject({ code: 114 });
    await s.api.lockPoll(id);
    await expect(s.api.votePoll(id, 1)).rejects.toMatchObject({ code: 114 });
    expect(() => s.alice.votes(id, 1)).toThrow("is closed");
    expect((await s.api.getPollDetail(id)).closed).toBe(true);
  });

  test("needs a question, two answers that differ, and an end that is to come", async () => {
    await using s = await town();

    for (const wrong of [
      { ...options, question: "" },
      { ...options, options: ["Phở"] },
      { ...options, options: ["Phở", "Phở"] },
      { ...options, expiredTime: Date.now() - 1000 },
    ]) {
      await expect(s.api.createPoll(wrong, s.group.webId)).rejects.toMatchObject({ code: 114 });
    }
    await expect(s.api.createPoll(options, s.others.webId)).rejects.toMatchObject({ code: 114 });
  });
});
