import { readFileSync } from "node:fs";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { expect, test } from "vitest";
import type { ZaloConfig } from "../config/schema.ts";
import { applySetup, validateSetup } from "./apply.ts";
import { SETUP_FIELDS, type SetupInput } from "./fields.ts";

const TOKEN = "1234567890:ABCdef";
const NO_ENV = { botToken: undefined, apiUrl: undefined };

function setUp(zalo: ZaloConfig, accountId: string, input: SetupInput): unknown {
  return applySetup({ channels: { zalo } } as OpenClawConfig, accountId, input).channels?.["zalo"];
}

test("the first bot stands at the root, enabled", () => {
  expect(setUp({}, "default", { token: ` ${TOKEN} `, name: "Tiệm hoa" })).toEqual({
    enabled: true,
    name: "Tiệm hoa",
    botToken: TOKEN,
  });
});

test("another bot stands below accounts, and the first stays as it was", () => {
  const root = { botToken: TOKEN, dmPolicy: "pairing" as const };
  expect(setUp(root, "work", { tokenFile: "/etc/zalo-work" })).toEqual({
    ...root,
    enabled: true,
    accounts: { work: { enabled: true, tokenFile: "/etc/zalo-work" } },
  });
});

test("a default account that stands below accounts is changed there", () => {
  expect(setUp({ accounts: { Default: { botToken: "1:old" } } }, "default", { token: TOKEN })).toEqual({
    enabled: true,
    accounts: { Default: { enabled: true, botToken: TOKEN } },
  });
});

test("one way of giving the token clears the others, and nothing else", () => {
  const before = { botToken: TOKEN, allowFrom: ["6ede9afa66b88fe6d6a9"] };
  expect(setUp(before, "default", { tokenFile: "/etc/zalo" })).toEqual({
    enabled: true,
    allowFrom: before.allowFrom,
    tokenFile: "/etc/zalo",
  });
  expect(setUp({ tokenFile: "/etc/zalo" }, "default", { useEnv: true })).toEqual({ enabled: true });
});

test.each<[string, string, SetupInput, RegExp]>([
  ["nothing", "default", {}, /exactly one way/],
  ["two tokens", "default", { token: TOKEN, useEnv: true }, /exactly one way/],
  ["the environment for another account", "work", { useEnv: true }, /default account only.*"work"/],
  ["an environment that holds nothing", "default", { useEnv: true }, /has no bot token/],
  ["something that is no token", "default", { token: "sai" }, /does not look like/],
  ["a file that is not there", "default", { tokenFile: "/nowhere/zalo" }, /cannot be read \(ENOENT\)/],
])("%s is refused with what to do", (_, accountId, input, said) => {
  expect(validateSetup(accountId, input, NO_ENV)).toMatch(said);
});

test("a token in a good form is not refused", () => {
  expect(validateSetup("work", { token: TOKEN }, NO_ENV)).toBeNull();
  expect(validateSetup("default", { useEnv: true }, { ...NO_ENV, botToken: TOKEN })).toBeNull();
});

test("the package names the same fields for when no code is loaded", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    openclaw: { channel: { setup: { fields: unknown } } };
  };
  const fields = Object.entries(SETUP_FIELDS).map(([key, field]) => ({ key, ...field }));
  expect(manifest.openclaw.channel.setup.fields).toEqual(fields);
});
