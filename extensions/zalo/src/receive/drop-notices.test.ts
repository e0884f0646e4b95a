import { chatId, userId } from "channel-kit/envelope/ids";
import { FakeClock } from "channel-kit/testing/fake-clock";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { beforeEach, describe, expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import type { ZaloConfig } from "../config/schema.ts";
import { DropNotices } from "./drop-notices.ts";

const AN = "6ede9afa66b88fe6d6a9";
const FLOWERS = "zgr-00112233445566778899";
const HOUR_MS = 60 * 60 * 1_000;

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});

function notices(zalo: ZaloConfig = {}, accountId?: string): DropNotices {
  const account = resolveAccount({ channels: { zalo } } as OpenClawConfig, accountId, {
    botToken: undefined,
    apiUrl: undefined,
  });
  return new DropNotices(account, clock);
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

  test.each<[string, ZaloConfig, string]>([
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
    const accounts = { shop: { groups: {} }, clinic: {} };
    expect(notices({ accounts, groups: {} }, "shop").notice(from(), "group-not-listed")).toContain(
      `set channels.zalo.accounts.shop.groups.${FLOWERS}`,
    );
    expect(notices({ accounts, groups: {} }, "clinic").notice(from(), "group-not-listed")).toContain(
      `set channels.zalo.groups.${FLOWERS}`,
    );
    expect(notices({ accounts }, "clinic").notice(from(), "group-not-listed")).toContain(
      `set channels.zalo.accounts.clinic.groups.${FLOWERS}`,
    );
  });

  test("an account's line names the root's list when that is the one in force", () => {
    const zalo = { groupAllowFrom: ["y"], accounts: { shop: {} } };
    expect(notices(zalo, "shop").notice(from(), "group-sender-not-listed")).toContain(
      `add "${AN}" to channels.zalo.groupAllowFrom.`,
    );
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
