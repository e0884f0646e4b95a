import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { expect, test } from "vitest";
import { section } from "../config/account-ids.ts";
import { resolveAccount } from "../config/accounts.ts";
import type { ZaloConfig } from "../config/schema.ts";
import { repairConfig } from "./repair.ts";

const TOKEN = "1111111111:tokenTokenTokenToken";
const GROUP = "zgr-f8a7101d77709e2ec761";

function repair(zalo: ZaloConfig) {
  const cfg = { channels: { zalo }, agents: { list: [] } } as unknown as OpenClawConfig;
  const before = structuredClone(cfg);
  const { config, changes } = repairConfig(cfg);
  expect(cfg).toEqual(before);
  expect({ ...config, channels: undefined }).toEqual({ ...cfg, channels: undefined });
  return { zalo: section(config), changes, config };
}

test("settings that are right stay as they are", () => {
  const zalo: ZaloConfig = { botToken: TOKEN, dmPolicy: "open", allowFrom: ["*"], accounts: { shop: {} } };
  expect(repair(zalo)).toMatchObject({ zalo, changes: [] });
});

test("a token file that is not read is removed, and nothing else", () => {
  const shop = { botToken: TOKEN, tokenFile: "/etc/token", name: "Tiệm hoa" };
  const { zalo, changes } = repair({ tokenFile: "/etc/root", defaultAccount: "shop", accounts: { shop } });
  expect(zalo).toEqual({
    tokenFile: "/etc/root",
    defaultAccount: "shop",
    accounts: { shop: { botToken: TOKEN, name: "Tiệm hoa" } },
  });
  expect(changes).toEqual([
    "channels.zalo.accounts.shop: removed tokenFile, which was not read because of botToken.",
  ]);
});

test("allow becomes enabled with the same meaning, also where both stand", () => {
  const groups = {
    [GROUP]: { allow: false, requireMention: true },
    "*": { allow: true, enabled: false },
    other: { enabled: true },
  };
  const { zalo, changes } = repair({ botToken: TOKEN, groups });
  expect(zalo.groups).toEqual({
    [GROUP]: { enabled: false, requireMention: true },
    "*": { enabled: false },
    other: { enabled: true },
  });
  expect(changes).toHaveLength(2);
});

test("an account that was opened by half starts to pair, and is never opened", () => {
  const { zalo, changes } = repair({
    botToken: TOKEN,
    dmPolicy: "open",
    allowFrom: ["6ede9afa66b88fe6d6a9"],
  });
  expect(zalo).toMatchObject({ dmPolicy: "pairing", allowFrom: ["6ede9afa66b88fe6d6a9"] });
  expect(changes).toEqual([expect.stringContaining('set dmPolicy to "pairing"')]);
});

test("mending the root opens and closes no account that took its word from there", () => {
  const accounts = {
    wide: { botToken: TOKEN, allowFrom: ["*"] },
    half: { botToken: TOKEN },
    own: { botToken: TOKEN, dmPolicy: "open" as const },
    closed: { botToken: TOKEN, dmPolicy: "disabled" as const },
  };
  const { config, zalo } = repair({ dmPolicy: "open", accounts });
  const policy = (id: string) => resolveAccount(config, id).policy.dmPolicy;
  expect([policy("wide"), policy("half"), policy("own"), policy("closed")]).toEqual([
    "open",
    "pairing",
    "pairing",
    "disabled",
  ]);
  expect(JSON.stringify(zalo).match(/"\*"/g)).toHaveLength(1);
});

test("an account that narrows an open root by its own list is closed by itself", () => {
  const accounts = { shop: { botToken: TOKEN, allowFrom: [] }, wide: { botToken: TOKEN } };
  const { zalo } = repair({ dmPolicy: "open", allowFrom: ["*"], accounts });
  expect(zalo).toMatchObject({
    dmPolicy: "open",
    accounts: { shop: { dmPolicy: "pairing" }, wide: { botToken: TOKEN } },
  });
});
