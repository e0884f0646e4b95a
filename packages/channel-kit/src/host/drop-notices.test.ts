import { beforeEach, describe, expect, test } from "vitest";
import { chatId, userId } from "../envelope/ids.ts";
import type { SpeaksAs } from "../notice/own-word.ts";
import type { PolicySettings } from "../policy/settings.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { DropNotices } from "./drop-notices.ts";

const AN = "6ede9afa66b88fe6d6a9";
const FLOWERS = "zgr-00112233445566778899";
const HOUR_MS = 60 * 60 * 1_000;

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});

type Settings = Partial<Pick<PolicySettings, "allowFrom" | "groupAllowFrom" | "groups">>;

/** Of an account `shop` when its settings are given, laid over the root's; else of the root. */
function notices(root: Settings = {}, shop?: Settings, speaksAs: SpeaksAs = "bot"): DropNotices {
  const own = shop === undefined ? "channels.zalo" : "channels.zalo.accounts.shop";
  const placeOf = (setting: keyof Settings) =>
    `${shop?.[setting] === undefined && root[setting] !== undefined ? "channels.zalo" : own}.${setting}`;
  const policy: PolicySettings = {
    dmPolicy: "pairing",
    allowFrom: [],
    groupPolicy: "allowlist",
    groupAllowFrom: [],
    groups: {},
    idPrefixes: ["zalo:"],
    ...root,
    ...shop,
  };
  const places = {
    allowFrom: placeOf("allowFrom"),
    groupPolicy: `${own}.groupPolicy`,
    groupAllowFrom: placeOf("groupAllowFrom"),
    groups: placeOf("groups"),
  };
  return new DropNotices({ accountId: "default", policy, placeOf: places }, speaksAs, clock);
}

const from = (group = FLOWERS) => ({
  chat: { id: chatId(group), kind: "group" as const },
  sender: { id: userId(AN) },
});

describe("the line says which group, why, and the setting that lets it in", () => {
  test("a group that is not listed", () => {
    expect(notices().notice(from(), "group-not-listed")).toBe(
      `account "default": group ${FLOWERS}: a message from ${AN} was dropped. The group is not in groups, and groupPolicy is allowlist. To let the bot answer there: openclaw config set channels.zalo.groups.${FLOWERS} '{}' --strict-json`,
    );
  });

  test.each<[string, Settings, string]>([
    ["groups-disabled", {}, "openclaw config set channels.zalo.groupPolicy allowlist"],
    [
      "group-switched-off",
      {},
      `openclaw config set channels.zalo.groups.${FLOWERS}.enabled true --strict-json`,
    ],
    ["group-sender-not-listed", { allowFrom: ["x"] }, `add "${AN}" to channels.zalo.allowFrom.`],
    [
      "group-sender-not-listed",
      { allowFrom: ["x"], groupAllowFrom: ["y"] },
      `add "${AN}" to channels.zalo.groupAllowFrom.`,
    ],
    [
      "group-sender-not-listed",
      { groups: { [FLOWERS]: { allowFrom: ["y"] } } },
      `add "${AN}" to channels.zalo.groups.${FLOWERS}.allowFrom.`,
    ],
    ["command-not-authorized", { groupAllowFrom: ["y"] }, `add "${AN}" to channels.zalo.groupAllowFrom.`],
    [
      "command-not-authorized",
      {},
      `put "${AN}" into channels.zalo.groupAllowFrom and "*" into channels.zalo.groups.${FLOWERS}.allowFrom.`,
    ],
  ])("%s with %j", (why, zalo, fix) => {
    expect(notices(zalo).notice(from(), why)).toContain(fix);
  });

  test("where the account's own groups stand, else those of the root", () => {
    expect(notices({ groups: {} }, { groups: {} }).notice(from(), "group-not-listed")).toContain(
      `set channels.zalo.accounts.shop.groups.${FLOWERS}`,
    );
    expect(notices({ groups: {} }, {}).notice(from(), "group-not-listed")).toContain(
      `set channels.zalo.groups.${FLOWERS}`,
    );
    expect(notices({}, {}).notice(from(), "group-not-listed")).toContain(
      `set channels.zalo.accounts.shop.groups.${FLOWERS}`,
    );
  });

  test("an account's line names the root's list when that is the one in force", () => {
    expect(notices({ groupAllowFrom: ["y"] }, {}).notice(from(), "group-sender-not-listed")).toContain(
      `add "${AN}" to channels.zalo.groupAllowFrom.`,
    );
  });

  test("a person's account is not called a bot", () => {
    const line = notices({}, undefined, "account").notice(from(), "group-not-listed");
    expect(line).toContain("To let the account answer there: openclaw config set");
  });

  test("the gateway's own reasons are passed on", () => {
    expect(notices().notice(from(), "sender_blocked")).toContain("was dropped. sender_blocked");
  });
});

describe("how often", () => {
  test("once per group, reason and hour, however much is written", () => {
    const all = notices();
    expect(all.notice(from(), "group-not-listed")).toBeDefined();
    for (let at = 0; at < 100; at += 1) expect(all.notice(from(), "group-not-listed")).toBeUndefined();
    expect(all.notice(from("zgr-ffffffffffffffffffff"), "group-not-listed")).toBeDefined();
    expect(all.notice(from(), "group-sender-not-listed")).toBeDefined();
    clock.advance(HOUR_MS);
    expect(all.notice(from(), "group-not-listed")).toBeDefined();
  });

  test("a message without a mention is no news", () => {
    expect(notices().notice(from(), "not-mentioned")).toBeUndefined();
  });

  test("very many groups cannot fill the memory", () => {
    const all = notices();
    for (let at = 0; at <= 1_000; at += 1) all.notice(from(`zgr-${at}`), "group-not-listed");
    expect(all.notice(from("zgr-1000"), "group-not-listed")).toBeUndefined();
    expect(all.notice(from("zgr-0"), "group-not-listed")).toBeDefined();
  });
});
