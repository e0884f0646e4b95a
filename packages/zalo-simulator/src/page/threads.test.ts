import { expect, test } from "vitest";
import { pageOf } from "../testing/page.ts";
import { scene, WAIT } from "../testing/scene.ts";
import { webScene } from "../testing/web-scene.ts";
import type { PageLines } from "./line.ts";
import type { PageWorld } from "./people.ts";
import type { PageThread } from "./thread.ts";

const LOOK = { method: "POST" } as const;

test("somebody's phone lists bots, friends, groups and whoever wrote, the newest first", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const { world } = s.zalo;
  const friend = world.addPerson({ name: "Bình" });
  const stranger = world.addPerson({ name: "Người lạ" });
  world.addPerson({ name: "Ai đó" });
  world.befriend(s.alice, friend);
  const group = world.addGroup({ name: "Chung cư", members: [friend, s.alice], bots: [s.bot] });
  world.addGroup({ name: "Nhóm khác", members: [friend] });
  stranger.writes(s.alice, "chị ơi");
  s.alice.nicknames(friend, "Bình hàng xóm");

  const threads = await page<PageThread[]>(`people/${s.alice.id}/threads`);
  expect(threads.map(({ key, name }) => [key, name])).toEqual([
    [`person:${stranger.id}`, "Người lạ"],
    [`bot:${s.bot.id}`, "Bot Shop"],
    [`group:${group.id}`, "Chung cư"],
    [`person:${friend.id}`, "Bình hàng xóm"],
  ]);
  expect(threads[0]).toMatchObject({
    friend: false,
    unread: 1,
    last: { text: "chị ơi", by: "Người lạ", own: false },
  });
  expect(threads[2]?.members).toEqual([
    { id: friend.id, name: "Bình hàng xóm", kind: "person", role: "creator" },
    { id: s.alice.id, name: "Alice", kind: "person", role: "member" },
    { id: s.bot.id, name: "Bot Shop", kind: "bot", role: "member" },
  ]);
  expect(threads[3]).toMatchObject({ friend: true, unread: 0, web: "none" });
});

test("lines are unread until somebody looks or answers, with a bot as with people", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const binh = s.zalo.world.addPerson({ name: "Bình" });
  const unread = async () =>
    Object.fromEntries(
      (await page<PageThread[]>(`people/${s.alice.id}/threads`)).map(({ kind, unread: lines }) => [
        kind,
        lines,
      ]),
    );
  s.alice.says(s.bot, "xin chào");
  for (const text of ["một", "hai"]) await s.call("sendMessage", { chat_id: s.alice.id, text });
  const ids = [binh.writes(s.alice, "một"), binh.writes(s.alice, "hai"), binh.writes(s.alice, "ba")];
  expect(await unread()).toEqual({ bot: 2, person: 3 });

  await page(`people/${s.alice.id}/threads/bot:${s.bot.id}/seen`, LOOK);
  await page(`people/${s.alice.id}/threads/person:${binh.id}/seen`, LOOK);
  expect(await unread()).toEqual({ bot: 0, person: 0 });
  const receipts = () => s.zalo.journal.entries.filter(({ kind }) => kind === "message-receipt");
  expect(receipts()).toMatchObject([{ as: "seen", msgIds: ids, byUid: s.alice.uid }]);
  await page(`people/${s.alice.id}/threads/person:${binh.id}/seen`, LOOK);
  expect(receipts()).toHaveLength(1);

  binh.writes(s.alice, "bốn");
  expect(await unread()).toEqual({ bot: 0, person: 1 });
  s.alice.writes(binh, "đây");
  expect(await unread()).toEqual({ bot: 0, person: 0 });
});

test("the newest line tells how a bot marked it up, in its own chat and in a group, and ends at no half tag", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const group = s.zalo.world.addGroup({ name: "Chung cư", members: [s.alice], bots: [s.bot] });
  s.alice.says(s.bot, "xin chào");
  await s.call("sendMessage", { chat_id: group.id, text: "**giá** mới", parse_mode: "markdown" });
  const long = `${"x".repeat(196)}<strong>đậm</strong>`;
  await s.call("sendMessage", { chat_id: s.alice.id, text: long, parse_mode: "html" });
  const threads = await page<PageThread[]>(`people/${s.alice.id}/threads`);
  expect(threads.map(({ kind, last }) => [kind, last?.parseMode, last?.text])).toEqual([
    ["bot", "html", "x".repeat(196)],
    ["group", "markdown", "**giá** mới"],
  ]);
});

test("an account on the web is known by its state, and its owner by everybody", async () => {
  await using s = await webScene();
  const page = pageOf(s.zalo);
  const stranger = s.zalo.world.addPerson({ name: "Người lạ" });
  const state = async () => (await page<PageWorld>("people")).people.find(({ id }) => id === s.owner.id)?.web;
  expect(await state()).toBe("none");
  expect(await page<PageThread[]>(`people/${stranger.id}/threads`)).toEqual([]);

  const { api } = await s.connect();
  expect(await state()).toBe("online");
  expect(await page<PageThread[]>(`people/${stranger.id}/threads`)).toMatchObject([
    { key: `person:${s.owner.id}`, web: "online", friend: false },
  ]);
  const from = s.zalo.journal.nextSeq;
  api.listener.stop();
  await s.zalo.journal.waitFor(({ kind }) => kind === "socket-closed", { ...WAIT, from });
  expect(await state()).toBe("signed-in");
  s.zalo.personal.expireSession(s.owner);
  expect(await state()).toBe("none");
});

test("who is not in a group cannot read it, and what is not there is not found", async () => {
  await using s = await scene();
  const page = pageOf(s.zalo);
  const group = s.zalo.world.addGroup({ name: "Kín", members: [s.alice] });
  const other = s.zalo.world.addPerson({ name: "Bình" });
  await expect(page(`people/${other.id}/threads/group:${group.id}/lines`)).rejects.toThrow("404");
  await expect(page(`people/${s.alice.id}/threads/bot:1/lines`)).rejects.toThrow("404");
  expect(await page<PageLines>(`people/${s.alice.id}/threads/group:${group.id}/lines`)).toEqual({
    lines: [],
  });
});
