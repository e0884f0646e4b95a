import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { expect, test } from "vitest";
import type { ZaloConfig } from "./config/schema.ts";
import { zaloGroups } from "./groups.ts";

const FLOWERS = "zgr-00112233445566778899";
const TRAVEL = "zgr-ffffffffffffffffffff";

const asked = (zalo: ZaloConfig, groupId: string | null, accountId?: string) => ({
  cfg: { channels: { zalo } } as OpenClawConfig,
  groupId,
  ...(accountId === undefined ? {} : { accountId }),
});

test("each field is the group's own, else that of all groups", () => {
  const zalo: ZaloConfig = {
    groups: {
      "*": { tools: { deny: ["exec"] } },
      [FLOWERS]: { requireMention: false },
      [TRAVEL]: { tools: { allow: ["read"], alsoAllow: ["web_search"] } },
    },
  };
  expect(zaloGroups.resolveToolPolicy?.(asked(zalo, FLOWERS))).toEqual({ deny: ["exec"] });
  expect(zaloGroups.resolveToolPolicy?.(asked(zalo, TRAVEL))).toEqual({
    allow: ["read"],
    alsoAllow: ["web_search"],
  });
  expect(zaloGroups.resolveRequireMention?.(asked(zalo, FLOWERS))).toBe(false);
  expect(zaloGroups.resolveRequireMention?.(asked(zalo, TRAVEL))).toBe(true);
});

test("of the account that is asked about", () => {
  const zalo: ZaloConfig = {
    groups: { "*": { tools: { deny: ["exec"] } } },
    accounts: { shop: { groups: { "*": { tools: { deny: ["write"] } } } }, clinic: {} },
  };
  expect(zaloGroups.resolveToolPolicy?.(asked(zalo, FLOWERS, "shop"))).toEqual({ deny: ["write"] });
  expect(zaloGroups.resolveToolPolicy?.(asked(zalo, FLOWERS, "clinic"))).toEqual({ deny: ["exec"] });
});

test("nothing is said where nothing is set", () => {
  expect(zaloGroups.resolveToolPolicy?.(asked({}, FLOWERS))).toBeUndefined();
  expect(zaloGroups.resolveRequireMention?.(asked({}, null))).toBeUndefined();
});
