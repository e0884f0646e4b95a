import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ZaloEnv } from "../config/env.ts";
import type { ZaloConfig } from "../config/schema.ts";
import { findInConfig } from "./findings.ts";

const TOKEN = "1111111111:tokenTokenTokenToken";
const OTHER = "2222222222:otherOtherOtherOther";
const PERSON = "6ede9afa66b88fe6d6a9";
const GROUP = "zgr-f8a7101d77709e2ec761";
const NO_ENV: ZaloEnv = { botToken: undefined, apiUrl: undefined };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "findings-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const find = (zalo: ZaloConfig, env = NO_ENV) =>
  findInConfig({ channels: { zalo } } as OpenClawConfig, "openclaw doctor --fix", env);

function tokenFile(mode: number): string {
  const file = join(folder, "token");
  writeFileSync(file, TOKEN);
  chmodSync(file, mode);
  return file;
}

test("settings that are right raise nothing", () => {
  const groups = { [GROUP]: { allowFrom: [`zl:${PERSON}`] }, "*": { enabled: false } };
  const lists = {
    allowFrom: [PERSON, "accessGroup:staff", "*"],
    groupAllowFrom: [`zalo:${PERSON}`, 1234567],
  };
  expect(find({ botToken: TOKEN, ...lists, groups })).toEqual([]);
  expect(find({ tokenFile: tokenFile(0o600) })).toEqual([]);
});

test("two credentials at one place are told apart: which wins, and what the repair removes", () => {
  const [finding, ...more] = find({ accounts: { shop: { botToken: TOKEN, tokenFile: "/etc/token" } } });
  expect(finding).toMatchObject({
    path: "channels.zalo.accounts.shop.tokenFile",
    what: expect.stringContaining("botToken stands beside it and wins"),
    fix: expect.stringContaining("openclaw doctor --fix"),
  });
  expect(more).toEqual([]);
});

test("a token in the environment that another one outranks is said to be unused", () => {
  const env = { botToken: OTHER, apiUrl: undefined };
  expect(find({ botToken: TOKEN }, env)).toMatchObject([
    { path: "channels.zalo.botToken", what: expect.stringContaining("ZALO_BOT_TOKEN is set as well") },
  ]);
  expect(find({ accounts: { shop: { botToken: TOKEN } } }, env)[0]?.what).toContain("default account");
  expect(find({}, env)).toEqual([]);
});

test("an account that cannot start is a finding with the fix that its status has; one that is off is none", () => {
  const [open] = find({ botToken: TOKEN, dmPolicy: "open" });
  expect(open?.what).toContain('dmPolicy "open" lets anybody write');
  expect(open?.fix).toContain("openclaw config set channels.zalo.dmPolicy pairing");
  const [missing] = find({ accounts: { shop: {} } });
  expect(missing?.what).toBe('Zalo account "shop" has no bot token.');
  expect(find({ accounts: { shop: { enabled: false } } })).toEqual([]);
});

test("a token that is kept elsewhere is no finding: only the gateway can tell whether it is there", () => {
  const botToken = { source: "env", provider: "default", id: "SHOP_TOKEN" } as const;
  expect(find({ botToken })).toEqual([]);
});

test("names, groups among people and people among groups match nobody, each with its place", () => {
  const found = find({
    botToken: TOKEN,
    allowFrom: ["Chị Lan"],
    groupAllowFrom: [GROUP],
    groups: { "Chung cư": {}, [PERSON]: {}, "*": { allowFrom: ["Anh Ba"] } },
  });
  expect(found.map(({ path }) => path)).toEqual([
    "channels.zalo.allowFrom",
    "channels.zalo.groupAllowFrom",
    "channels.zalo.groups.*.allowFrom",
    "channels.zalo.groups",
    "channels.zalo.groups",
  ]);
  expect(found[0]?.what).toContain('"Chị Lan" is not a Zalo id');
  expect(found[1]?.what).toContain("is a group, and this list is of people");
});

test("the old name of enabled is named", () => {
  expect(find({ botToken: TOKEN, groups: { "*": { allow: true } } })).toMatchObject([
    { path: "channels.zalo.groups.*.allow", fix: expect.stringContaining("doctor --fix") },
  ]);
});

test.skipIf(process.platform === "win32")("a token file that others may read is named with its mode", () => {
  const file = tokenFile(0o644);
  expect(find({ tokenFile: file })).toMatchObject([
    {
      path: "channels.zalo.tokenFile",
      what: expect.stringContaining("(mode 644)"),
      fix: `Run: chmod 600 ${file}`,
    },
  ]);
});

test("settings of a webhook without a webhook are left over, unless an account has one", () => {
  const leftover = { botToken: TOKEN, webhookSecret: "a-secret-that-is-long", webhookPath: "/zalo" };
  expect(find(leftover).map(({ path }) => path)).toEqual([
    "channels.zalo.webhookSecret",
    "channels.zalo.webhookPath",
  ]);
  const accounts = { shop: { webhookUrl: "https://shop.example.com/zalo" } };
  expect(find({ ...leftover, accounts }).filter(({ what }) => what.includes("is not used"))).toEqual([]);
});

test("two accounts with one bot are a finding, unless one of them is off", () => {
  const [finding] = find({ accounts: { clinic: { botToken: TOKEN }, shop: { botToken: TOKEN } } });
  expect(finding).toMatchObject({ path: "channels.zalo.accounts.shop.botToken" });
  expect(JSON.stringify(finding)).not.toContain(TOKEN);
  expect(
    find({ accounts: { clinic: { botToken: TOKEN, enabled: false }, shop: { botToken: TOKEN } } }),
  ).toEqual([]);
  expect(find({ accounts: { clinic: { botToken: TOKEN }, shop: { botToken: OTHER } } })).toEqual([]);
});
