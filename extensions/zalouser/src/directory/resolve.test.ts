import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { liveAccounts } from "../process-state.ts";
import { liveAccount } from "../testing/live-account.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { nameAsTarget, resolveTargets } from "./resolve.ts";

const LAN = { id: "200000000000000002", name: "Lan Anh", alias: "Chị Lan", isFriend: true };
const HUONG = { id: "200000000000000003", name: "Đặng Hương", isFriend: true };
const HUNG = { id: "200000000000000004", name: "Đặng Hường", isFriend: true };
const SHOP = { id: "300000000000000001", name: "Nhóm bán hàng", memberCount: 3 };
const LAN_GROUP = { id: "300000000000000002", name: "Lan Anh", memberCount: 2 };
const SAME_DIGITS = { id: HUONG.id, name: "Hội Hương", memberCount: 2 };

const cfg = { channels: { zalouser: { enabled: true } } };
let session: MemorySession;
let running: Disposable;

beforeEach(() => {
  session = new MemorySession();
  session.ownFriends = [LAN, HUONG, HUNG];
  session.ownGroups = [SHOP, LAN_GROUP, SAME_DIGITS];
  running = liveAccounts.enter("default", liveAccount(session));
});
afterEach(() => running[Symbol.dispose]());

const resolve = async (input: string, kind: "user" | "group" = "group") => {
  const runtime = undefined as unknown as Parameters<typeof resolveTargets>[0]["runtime"];
  const [found] = await resolveTargets({ cfg, inputs: [input], kind, runtime });
  return found;
};

describe("channels resolve", () => {
  test.each([
    ["Chị Lan", LAN.id, "Chị Lan", undefined],
    ["nhóm BÁN hàng", `group:${SHOP.id}`, SHOP.name, undefined],
    ["nhom ban hang", `group:${SHOP.id}`, SHOP.name, "accents ignored"],
    ["chi lan", LAN.id, "Chị Lan", "accents ignored"],
    ["group:Lan Anh", `group:${LAN_GROUP.id}`, "Lan Anh", undefined],
    ["user:Lan Anh", LAN.id, "Lan Anh", undefined],
    ["Đặng Hương", HUONG.id, HUONG.name, undefined],
    [HUONG.id, HUONG.id, HUONG.name, undefined],
    [`group:${HUONG.id}`, `group:${HUONG.id}`, SAME_DIGITS.name, undefined],
    [SHOP.id, `group:${SHOP.id}`, SHOP.name, undefined],
    ["zalouser:200000000000000099", "200000000000000099", undefined, undefined],
  ])("%s", async (input, id, name, note) => {
    const found = await resolve(input);
    expect(found).toEqual({
      input,
      resolved: true,
      id,
      ...(name === undefined ? {} : { name }),
      ...(note === undefined ? {} : { note }),
    });
  });

  test.each([
    ["Lan Anh", [LAN.id, `group:${LAN_GROUP.id}`]],
    ["dang huong", [HUONG.id, HUNG.id]],
    ["Hương", [HUONG.id]],
  ])("U24: %s means nobody, and those who may be meant are told", async (input, candidates) => {
    const found = await resolve(input);
    expect(found).toMatchObject({ resolved: false });
    expect(found).not.toHaveProperty("id");
    for (const id of candidates) expect(found?.note).toContain(id);
  });

  test("people come first when people are asked for", async () => {
    expect(await resolve("Lan Anh", "user")).toMatchObject({ id: LAN.id });
  });

  test("an id needs nobody to be asked, a name does", async () => {
    running[Symbol.dispose]();
    running = liveAccounts.enter("default", liveAccount(new MemorySession()));
    expect(await resolve("group:300000000000000001")).toMatchObject({ id: "group:300000000000000001" });
    expect(await resolve("Chị Lan")).toMatchObject({
      resolved: false,
      note: "It is no id, and no friend or group has exactly this name.",
    });
  });
});

describe("a name as the target of a message", () => {
  test("stands for the only friend or group who bears exactly it", async () => {
    expect(await nameAsTarget(cfg, undefined, "chị lan")).toEqual({
      to: LAN.id,
      kind: "user",
      display: "Chị Lan",
    });
    expect(await nameAsTarget(cfg, "default", "Nhóm bán hàng")).toMatchObject({
      to: `group:${SHOP.id}`,
      kind: "group",
    });
  });

  test.each([
    ["Lan Anh", `is the name of several: ${LAN.id} (Lan Anh), group:${LAN_GROUP.id} (Lan Anh).`],
    ["chi lan", `is no id, and no friend or group has exactly this name. Alike: ${LAN.id} (Chị Lan).`],
    [
      "Hương",
      `Alike: ${HUONG.id} (Đặng Hương), ${HUNG.id} (Đặng Hường), group:${SAME_DIGITS.id} (Hội Hương).`,
    ],
    ["Bình", "is no id, and no friend or group has exactly this name."],
  ])("%s is refused with the ids that may be meant", async (name, words) => {
    await expect(nameAsTarget(cfg, undefined, name)).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringContaining(words),
      fix: "Use an id as the target; groups are written group:<id>.",
    });
  });
});
