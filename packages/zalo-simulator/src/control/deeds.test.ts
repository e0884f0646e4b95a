import { expect, test } from "vitest";
import { controlOf } from "../testing/control.ts";
import { heardEvent } from "../testing/heard-event.ts";
import { webScene } from "../testing/web-scene.ts";

async function steered() {
  const scene = await webScene();
  const control = controlOf<{ error: string; url: string; id: string }>(scene.zalo);
  const group = scene.zalo.world.addGroup({ name: "Nhóm", members: [scene.owner, scene.alice] });
  const client = await scene.connect();
  return {
    ...scene,
    control,
    group,
    client,
    does: async (deed: string, body: object) => {
      const { status, body: said } = await control("POST", `people/${scene.alice.id}/${deed}`, body);
      if (status !== 200) throw new Error(said.error);
    },
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  };
}

test("another process has a person react, see, type and take back", async () => {
  await using s = await steered();
  await s.client.api.sendMessage("chào", s.alice.uid);
  const [heard] = s.alice.hearsFrom(s.owner);
  const msgId = heard?.msgId ?? "";
  const own = s.alice.writes(s.owner, "nhầm");

  await heardEvent(s.client, "reaction", () => s.does("reacts", { msgId, icon: "/-heart" }));
  await heardEvent(s.client, "delivered_messages", () => s.does("receives", { msgIds: [msgId] }));
  await heardEvent(s.client, "seen_messages", () => s.does("sees", { msgIds: [msgId] }));
  await heardEvent(s.client, "typing", () => s.does("types", { to: s.owner.id }));
  await heardEvent(s.client, "typing", () => s.does("types", { in: s.group.id }));
  await heardEvent(s.client, "undo", () => s.does("recalls", { msgId: own }));

  expect(heard).toMatchObject({ reactions: [{ icon: "/-heart" }], seenBy: [s.alice.uid] });
});

test("another process has people vote and know each other", async () => {
  await using s = await steered();
  const { poll_id: pollId } = await s.client.api.createPoll(
    { question: "Ăn gì?", options: ["Phở", "Bún"] },
    s.group.webId,
  );
  await s.does("votes", { pollId, options: [1] });
  expect((await s.client.api.getPollDetail(pollId)).num_vote).toBe(1);
  expect((await s.control("GET", `polls/${pollId}`)).body).toMatchObject({
    question: "Ăn gì?",
    group: s.group.id,
    votes: [{ person: s.alice.id, options: [1] }],
  });

  await s.does("nicknames", { other: s.owner.id, name: "Sếp" });
  expect(s.zalo.world.acquaintances.nicknamesOf(s.alice)).toEqual([[s.owner, "Sếp"]]);
  const acquaintance = (act: string) =>
    heardEvent(s.client, "friend_event", () => s.does("acquaintance", { act, other: s.owner.id }));
  await acquaintance("unfriend");
  await acquaintance("ask");
  await acquaintance("withdraw");
  s.owner.asksFriendship(s.alice);
  await acquaintance("refuse");
  s.owner.asksFriendship(s.alice);
  await acquaintance("accept");
  await s.does("acquaintance", { act: "block", other: s.owner.id });
  await expect(s.client.api.sendMessage("alô", s.alice.uid)).rejects.toMatchObject({ code: 123 });
  await s.does("acquaintance", { act: "unblock", other: s.owner.id });
  await s.client.api.sendMessage("alô", s.alice.uid);
});

test("another process changes a group", async () => {
  await using s = await steered();
  const binh = s.zalo.world.addPerson({ name: "Bình" });
  const change = (act: string, body: object) =>
    heardEvent(s.client, "group_event", async () => {
      const { status, body: said } = await s.control("POST", `groups/${s.group.id}/${act}`, body);
      if (status !== 200) throw new Error(said.error);
    });

  await change("ask-to-join", { person: binh.id });
  await change("join", { person: binh.id, by: s.owner.id });
  await change("promote", { person: binh.id, by: s.owner.id });
  expect((await s.control("GET", "groups")).body).toMatchObject([
    { creator: s.owner.id, admins: [binh.id], members: [s.owner.id, s.alice.id, binh.id] },
  ]);
  await change("demote", { person: binh.id, by: s.owner.id });
  await change("rename", { name: "Mới", by: s.alice.id });
  await change("remove", { person: binh.id, by: s.owner.id });
  await change("leave", { person: s.alice.id });
  expect(s.group).toMatchObject({ name: "Mới", members: [s.owner] });
});

test("another process hosts a file for somebody to send", async () => {
  await using s = await steered();
  const bytes = Buffer.from("%PDF-1.4");
  const file = { type: "application/pdf", base64: bytes.toString("base64"), ending: ".pdf" };

  const { url } = (await s.control("POST", "media", file)).body;

  expect(url).toMatch(/\.pdf$/);
  expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(bytes);
});

test.each([
  ["reacts", { msgId: "1", icon: "/-heart" }],
  ["reacts", { msgId: "1" }],
  ["types", { to: "nobody" }],
  ["acquaintance", { act: "marry", other: "x" }],
])("it is told what is wrong with %s %j", async (deed, body) => {
  await using s = await steered();
  const answer = await s.control("POST", `people/${s.alice.id}/${deed}`, body);

  expect([400, 404]).toContain(answer.status);
  expect(answer.body.error).toMatch(/\w/);
});
