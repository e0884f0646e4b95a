import type { PolicySettings } from "channel-kit/policy/settings";
import { describe, expect, test } from "vitest";
import { type Acquaintances, type NamePin, resolveNames } from "./resolve-names.ts";

const HUONG = { id: "4000000000000000001", name: "Đặng Hương" };
const LAN = { id: "4000000000000000002", name: "Lan" };
const OTHER_LAN = { id: "4000000000000000003", name: "lan" };
const SHOP = { id: "5000000000000000001", name: "Nhóm bán hàng" };
const TWIN = { id: "5000000000000000002", name: "Nhóm  BÁN hàng" };

const policyOf = (settings: Partial<PolicySettings>): PolicySettings => ({
  dmPolicy: "allowlist",
  allowFrom: [],
  groupPolicy: "allowlist",
  groupAllowFrom: [],
  groups: {},
  idPrefixes: ["zalouser:", "zlu:"],
  ...settings,
});

const resolve = (
  settings: Partial<PolicySettings>,
  known: Partial<Acquaintances & { pins: readonly NamePin[] }> = {},
) => resolveNames(policyOf(settings), { friends: [HUONG, LAN], groups: [SHOP], pins: [], ...known });

const allowed = (entry: string, known: Parameters<typeof resolve>[1] = {}) =>
  resolve({ allowFrom: [entry] }, known).policy.allowFrom[0];

describe("a name in a list of people", () => {
  test.each([
    ["as it is written", "Đặng Hương"],
    ["in another form of Unicode", "Đặng Hương".normalize("NFD")],
    ["in other case", "ĐẶNG hương"],
    ["with other white space", "  Đặng \t Hương "],
    ["with the channel before it", "zalouser:Đặng Hương"],
    ["with the kind before it", "user:Đặng Hương"],
  ])("stands for the one friend who bears it: %s", (_, entry) => {
    expect(allowed(entry)).toBe(HUONG.id);
  });

  test.each([
    ["without its accents", "Dang Huong"],
    ["a part of it", "Hương"],
    ["more than it", "Đặng Hương 2"],
    ["a group's name", SHOP.name],
  ])("matches nobody when it is not exactly the name: %s", (_, entry) => {
    const { policy, findings } = resolve({ allowFrom: [entry] });
    expect(policy.allowFrom).toEqual([entry]);
    expect(findings).toMatchObject([{ list: "allowFrom", entry, kind: "person", why: "unknown" }]);
  });

  test("may be the one that the account's owner gave to a friend", () => {
    const friends = [{ id: LAN.id, name: "Chị Lan" }, LAN];
    expect(allowed("chị lan", { friends })).toBe(LAN.id);
    expect(allowed("lan", { friends })).toBe(LAN.id);
  });

  test("borne by two friends stands for neither, and both ids are told", () => {
    const { policy, findings, pins } = resolve({ allowFrom: ["Lan"] }, { friends: [LAN, OTHER_LAN, HUONG] });
    expect(policy.allowFrom).toEqual(["Lan"]);
    expect(findings).toMatchObject([{ why: "ambiguous", candidates: [LAN, OTHER_LAN] }]);
    expect(pins).toEqual([]);
  });

  test("that nobody bears is answered with those that sound alike", () => {
    expect(resolve({ allowFrom: ["huong"] }).findings).toMatchObject([
      { why: "unknown", candidates: [HUONG] },
    ]);
  });

  test("U24: of many who bear it not even the first is taken, and a few are told", () => {
    const friends = Array.from({ length: 40 }, (_, index) => ({
      id: `${4_000_000_000 + index}`,
      name: "Lan",
    }));
    const { findings, policy } = resolve({ allowFrom: ["Lan"] }, { friends });
    expect(policy.allowFrom).toEqual(["Lan"]);
    expect(findings[0]?.candidates).toHaveLength(5);
  });

  test("that looks like a kind and is a name stays a name", () => {
    const friends = [{ id: "4000000000000000009", name: "G-Dragon" }];
    expect(allowed("G-Dragon", { friends })).toBe("4000000000000000009");
    expect(allowed("U-Lan")).toBe("U-Lan");
  });

  test("made of digits cannot take the place of an id", () => {
    const impostor = { id: "4000000000000000666", name: HUONG.id };
    expect(allowed(HUONG.id, { friends: [impostor] })).toBe(HUONG.id);
  });
});

test("ids, everybody and access groups pass, and ids lose what stood before them", () => {
  const entries = ["*", "accessGroup:staff", "zalouser:4000000000000000001", "dm:123456", "654321", " "];
  const { policy, findings } = resolve({ allowFrom: entries, groupAllowFrom: entries });
  const passed = ["*", "accessGroup:staff", "4000000000000000001", "123456", "654321", " "];
  expect(policy).toMatchObject({ allowFrom: passed, groupAllowFrom: passed });
  expect(findings).toEqual([]);
});

describe("groups", () => {
  test("are found by name among groups only, and keep what is set for them", () => {
    const { policy } = resolve({
      groups: { "*": { enabled: false }, "nhóm bán hàng": { requireMention: false, allowFrom: ["Lan"] } },
    });
    expect(policy.groups).toEqual({
      "*": { enabled: false },
      [SHOP.id]: { requireMention: false, allowFrom: [LAN.id] },
    });
  });

  test("a person and a group of equal digits are two", () => {
    const { policy, findings } = resolve({
      allowFrom: ["group:7777777", "7777777"],
      groups: { "user:7777777": {}, "group:7777777": { requireMention: false } },
    });
    expect(policy.allowFrom).toEqual(["group:7777777", "7777777"]);
    expect(policy.groups).toEqual({ "7777777": { requireMention: false }, "user:7777777": {} });
    expect(findings.map(({ list, entry, why }) => `${list} ${entry} ${why}`).toSorted()).toEqual([
      "allowFrom group:7777777 wrong-kind",
      "groups user:7777777 wrong-kind",
    ]);
  });

  test("of one name are refused, whatever the white space between its words", () => {
    const { policy, findings } = resolve({ groups: { "Nhóm bán hàng": {} } }, { groups: [SHOP, TWIN] });
    expect(policy.groups).toEqual({ "Nhóm bán hàng": {} });
    expect(findings).toMatchObject([{ list: "groups", why: "ambiguous", candidates: [SHOP, TWIN] }]);
  });

  test("a group that is listed by id and by name has both entries, and what stands at the id counts first", () => {
    const { policy } = resolve({
      groups: {
        [SHOP.name]: { enabled: true, requireMention: false, systemPrompt: "short" },
        [`group:${SHOP.id}`]: { allow: false, systemPrompt: "long" },
      },
    });
    expect(policy.groups).toEqual({
      [SHOP.id]: { enabled: false, requireMention: false, systemPrompt: "long" },
    });
  });

  test("a group called like a part of every object is a group like others", () => {
    const { policy } = resolve(
      { groups: { constructor: { enabled: false } } },
      { groups: [{ id: "5000000000000000009", name: "constructor" }] },
    );
    expect(policy.groups["5000000000000000009"]).toEqual({ enabled: false });
  });
});

describe("a name that was resolved once", () => {
  const pins: NamePin[] = [{ kind: "person", key: "lan", id: LAN.id }];

  test("is pinned under the form in which names are compared", () => {
    expect(resolve({ allowFrom: [" LAN "] }).pins).toEqual(pins);
  });

  test("keeps its id when somebody else takes the name", () => {
    const friends = [{ id: LAN.id, name: "Lan Anh" }, OTHER_LAN];
    const { policy, pins: kept } = resolve({ allowFrom: ["Lan"] }, { friends, pins });
    expect(policy.allowFrom).toEqual([LAN.id]);
    expect(kept).toEqual(pins);
  });

  test("matches nobody once its bearer is a friend no longer, and nobody can take its place", () => {
    const { policy, findings, pins: kept } = resolve({ allowFrom: ["Lan"] }, { friends: [OTHER_LAN], pins });
    expect(policy.allowFrom).toEqual(["Lan"]);
    expect(findings).toMatchObject([{ why: "vanished", candidates: [{ id: LAN.id }] }]);
    expect(kept).toEqual(pins);
  });

  test("is a person's and not a group's", () => {
    const { policy } = resolve({ groups: { Lan: {} } }, { pins });
    expect(policy.groups).toEqual({ Lan: {} });
  });

  test("holds when Zalo cannot be asked, while others match nobody", () => {
    const known = { friends: undefined, groups: undefined, pins };
    const { policy, findings, pins: kept } = resolve({ allowFrom: ["Lan", "Đặng Hương"] }, known);
    expect(policy.allowFrom).toEqual([LAN.id, "Đặng Hương"]);
    expect(findings).toMatchObject([{ entry: "Đặng Hương", why: "not-asked" }]);
    expect(kept).toEqual(pins);
  });

  test("is forgotten when it stands in no list any more", () => {
    expect(resolve({ allowFrom: ["*"] }, { pins }).pins).toEqual([]);
  });
});
