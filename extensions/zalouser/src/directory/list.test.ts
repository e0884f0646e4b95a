import { ChannelError } from "channel-kit/outcome/channel-error";
import { afterEach, beforeEach, expect, test } from "vitest";
import { liveAccounts } from "../process-state.ts";
import { liveAccount } from "../testing/live-account.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { listGroups, listMembers, listPeers, self } from "./list.ts";

const cfg = { channels: { zalouser: { enabled: true } } };
const SHOP = "300000000000000001";
let session: MemorySession;
let running: Disposable;

beforeEach(() => {
  session = new MemorySession();
  session.ownFriends = [
    { id: "200000000000000003", name: "Ý Nhi", isFriend: true },
    { id: "200000000000000002", name: "Lan Anh", alias: "Chị Lan", isFriend: true },
    { id: "200000000000000004", name: "Đặng\u202e\nHương", isFriend: true },
  ];
  session.ownGroups = [
    { id: "300000000000000002", name: "Tổ dân phố", memberCount: 40 },
    { id: SHOP, name: "Nhóm bán hàng", memberCount: 3 },
  ];
  session.members = { [SHOP]: [{ id: "200000000000000009", name: "Khách", isFriend: false }] };
  running = liveAccounts.enter("default", liveAccount(session));
});
afterEach(() => running[Symbol.dispose]());

const asking = (query?: string, limit?: number) => {
  const runtime = undefined as unknown as Parameters<typeof listPeers>[0]["runtime"];
  return { cfg, accountId: "default", runtime, ...(query ? { query } : {}), ...(limit ? { limit } : {}) };
};

test("the account itself", async () => {
  expect(await self(cfg, null)).toMatchObject({ kind: "user", id: session.ownId, name: "Tiệm Hoa" });
});

test("friends are listed by both of their names, in Vietnamese order, each on one line", async () => {
  expect((await listPeers(asking())).map(({ id, name }) => `${id} ${name}`)).toEqual([
    "200000000000000002 Chị Lan (Lan Anh)",
    "200000000000000004 Đặng Hương",
    "200000000000000003 Ý Nhi",
  ]);
});

test.each([
  ["dang huong", ["200000000000000004"]],
  ["lan anh", ["200000000000000002"]],
  ["chi", ["200000000000000002"]],
  ["y", ["200000000000000003"]],
  ["0003", ["200000000000000003"]],
  ["bình", []],
])("friends are found without accents: %s", async (query, ids) => {
  expect((await listPeers(asking(query))).map(({ id }) => id)).toEqual(ids);
});

test("groups are found without accents, under the target that a message to them takes", async () => {
  expect(await listGroups(asking("nhom"))).toEqual([
    { kind: "group", id: `group:${SHOP}`, name: "Nhóm bán hàng", raw: { memberCount: 3 } },
  ]);
  expect(await listGroups(asking("group"))).toEqual([]);
  expect(await listGroups(asking(undefined, 1))).toHaveLength(1);
});

test.each([SHOP, `group:${SHOP}`, `zalouser:group:${SHOP}`])(
  "members are listed for a group's id in any form: %s",
  async (groupId) => {
    expect(await listMembers({ ...asking(), groupId })).toEqual([
      { kind: "user", id: "200000000000000009", name: "Khách", raw: { isFriend: false } },
    ]);
  },
);

test("a group's name is no group's id", async () => {
  await expect(listMembers({ ...asking(), groupId: "Nhóm bán hàng" })).rejects.toMatchObject({
    code: "misconfigured",
    fix: "See the ids: openclaw directory groups list --channel zalouser",
  });
});

test("what Zalo refuses is said, and is no empty list", async () => {
  session.failing.set("friends", new ChannelError("rate-limited", "Zalo says: too often."));
  await expect(listPeers(asking())).rejects.toMatchObject({ code: "rate-limited" });
});
