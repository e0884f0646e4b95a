import { afterEach, beforeEach, expect, test } from "vitest";
import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";
import { type SessionScene, sessionScene } from "../testing/session-scene.ts";
import type { Session } from "./port.ts";

const NEVER = new AbortController().signal;

let scene: SessionScene;
let session: Session;
let duc: Person;
let group: Group;

beforeEach(async () => {
  scene = await sessionScene({ callMs: 800 });
  const { world } = scene.simulator;
  duc = world.addPerson({ name: "Đức" });
  group = world.addGroup({ name: "Chung cư Hoa Mai", members: [scene.owner, scene.lan, duc] });
  world.addGroup({ name: "Của người khác", members: [scene.lan, duc] });
  session = await scene.resume();
});
afterEach(() => scene[Symbol.asyncDispose]());

test("the account's own profile, its friends and its groups are told by id and name", async () => {
  expect(await session.ownProfile(NEVER)).toEqual({
    id: scene.owner.uid,
    name: "Chủ tiệm",
    isFriend: false,
  });
  expect(await session.friends(NEVER)).toEqual([{ id: scene.lan.uid, name: "Chị Lan", isFriend: true }]);
  expect(await session.groups(NEVER)).toEqual([
    { id: group.webId, name: "Chung cư Hoa Mai", memberCount: 3 },
  ]);
});

test.each(["in-full", "versions"] as const)("the members of a group are told of %s", async (how) => {
  scene.simulator.personal.switches(scene.owner).groupMembersAs = how;
  const members = await session.groupMembers(group.webId, NEVER);
  expect(members).toContainEqual({ id: scene.lan.uid, name: "Chị Lan", isFriend: true });
  expect(members).toContainEqual({ id: duc.uid, name: "Đức", isFriend: false });
  expect(members).toHaveLength(3);
  expect(await session.groupMembers("404404404", NEVER)).toEqual([]);
});

test.each(["uid", "uid-and-version"] as const)("people are found by id, named by %s", async (keys) => {
  scene.simulator.personal.switches(scene.owner).profileKeys = keys;
  expect(await session.profiles([scene.lan.uid, duc.uid, "404404404"], NEVER)).toEqual([
    { id: scene.lan.uid, name: "Chị Lan", isFriend: true },
    { id: duc.uid, name: "Đức", isFriend: false },
  ]);
});

test("more groups and people than fit into one question are asked for in turn", async () => {
  const { world, journal } = scene.simulator;
  const people = Array.from({ length: 70 }, (_, at) => world.addPerson({ name: `Người ${at}` }));
  for (let at = 0; at < 70; at += 1) world.addGroup({ name: `Nhóm ${at}`, members: [scene.owner, duc] });
  expect(await session.groups(NEVER)).toHaveLength(71);
  const ids = people.map(({ uid }) => uid);
  expect((await session.profiles(ids, NEVER)).map(({ id }) => id)).toEqual(ids);
  const asked = (call: string) =>
    journal.entries.filter((entry) => entry.kind === "web-call" && entry.call === call);
  expect(asked("group/getmg-v2")).toHaveLength(2);
  expect(asked("social/friend/getprofiles/v2")).toHaveLength(2);
});

test("names that the owner gave may be missing; friends are told all the same", async () => {
  scene.simulator.faults.add({ method: "alias/list", fault: { kind: "status", status: 500 } });
  expect(await session.friends(NEVER)).toHaveLength(1);
});

test("H4: a question that is never answered ends in time, and one that nobody wants at once", async () => {
  const { faults } = scene.simulator;
  faults.add({ method: "social/friend/getfriends", fault: { kind: "hang" }, times: 2 });
  await expect(session.friends(NEVER)).rejects.toMatchObject({ code: "timeout" });
  await expect(session.friends(AbortSignal.abort())).rejects.toMatchObject({ code: "aborted" });
});

test("S4: a question that Zalo refuses because the session has ended says so", async () => {
  scene.simulator.personal.expireSession(scene.owner);
  await expect(session.keepAlive(NEVER)).rejects.toMatchObject({ code: "unauthorized" });
  await expect(session.groups(NEVER)).rejects.toMatchObject({ code: "unauthorized" });
});
