import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { expect, test } from "vitest";
import type { ZaloConfig } from "../config/schema.ts";
import { applySetup, needsSecret, validateSetup } from "./apply.ts";
import { SETUP_FIELDS, type SetupInput } from "./fields.ts";
import { type UrlProblem, urlProblem } from "./webhook-input.ts";

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

test("a token at the root that would win over the environment goes, and the default account stays listed", () => {
  const accounts = { clinic: { botToken: "2:other" } };
  expect(setUp({ botToken: TOKEN, accounts }, "default", { useEnv: true })).toEqual({
    enabled: true,
    accounts: { ...accounts, default: { enabled: true } },
  });
  expect(
    setUp(
      { botToken: "1:stale", accounts: { ...accounts, default: { tokenFile: "/etc/zalo" } } },
      "default",
      {
        useEnv: true,
      },
    ),
  ).toEqual({ enabled: true, accounts: { ...accounts, default: { enabled: true } } });
});

test("what the default account is given beside others is not given to them, too", () => {
  const before = { language: "en" as const, accounts: { clinic: { botToken: "2:other" } } };
  expect(setUp(before, "default", { token: TOKEN, name: "Hoa" })).toEqual({
    ...before,
    enabled: true,
    accounts: { ...before.accounts, default: { enabled: true, botToken: TOKEN, name: "Hoa" } },
  });
});

test("a token file is found from whichever folder the gateway runs in", () => {
  expect(setUp({}, "default", { tokenFile: "zalo.token" })).toEqual({
    enabled: true,
    tokenFile: join(process.cwd(), "zalo.token"),
  });
});

test("a webhook is added to a bot that is set up, and taken away whole", () => {
  const before = { enabled: true, botToken: TOKEN };
  const webhook = {
    webhookUrl: "https://bot.tiemhoa.vn/x",
    webhookSecret: "du-8-ky-tu",
    webhookPath: "/zalo",
  };
  expect(setUp(before, "default", webhook)).toEqual({ ...before, ...webhook });
  expect(setUp({ ...before, ...webhook }, "default", { polling: true })).toEqual(before);
  expect(needsSecret({}, "default", { webhookUrl: webhook.webhookUrl })).toBe(true);
  expect(needsSecret({}, "default", webhook)).toBe(false);
});

test.each<[ZaloConfig, SetupInput, RegExp]>([
  [{}, { webhookUrl: "https://bot.tiemhoa.vn/zalo" }, /"default" has no bot token yet: add --token/],
  [{ botToken: TOKEN }, { webhookUrl: "http://bot.tiemhoa.vn/zalo" }, /--webhook-url: .*https/],
  [{ botToken: TOKEN }, { webhookUrl: "https://bot.tiemhoa.vn" }, /--webhook-path: .*such as \/zalo/],
  [{ botToken: TOKEN }, { webhookSecret: "du-8-ky-tu" }, /needs its address, too: add --webhook-url/],
  [
    { botToken: TOKEN, webhookUrl: "https://bot.tiemhoa.vn/zalo" },
    { webhookSecret: "ngan" },
    /--webhook-secret: 8 to 256/,
  ],
  [{ botToken: TOKEN }, { webhookUrl: "https://bot.tiemhoa.vn/zalo", polling: true }, /Choose one/],
  [{ botToken: TOKEN }, {}, /exactly one way/],
])("%j does not take %j", (before, input, said) => {
  const cfg = { channels: { zalo: before } } as OpenClawConfig;
  expect(validateSetup(cfg, "default", input, NO_ENV)).toMatch(said);
});

test.each<[ZaloConfig, SetupInput]>([
  [{ botToken: TOKEN }, { webhookUrl: "https://bot.tiemhoa.vn/zalo" }],
  [{ botToken: TOKEN }, { webhookUrl: "https://bot.tiemhoa.vn", webhookPath: "/zalo" }],
  [{ botToken: TOKEN, webhookUrl: "https://bot.tiemhoa.vn/zalo" }, { webhookSecret: "du-8-ky-tu" }],
  [{ botToken: TOKEN }, { polling: true }],
  [{ botToken: TOKEN }, { name: "Tiệm hoa" }],
  [{}, { token: TOKEN, webhookUrl: "https://bot.tiemhoa.vn/zalo" }],
])("%j takes %j", (before, input) => {
  const cfg = { channels: { zalo: before } } as OpenClawConfig;
  expect(validateSetup(cfg, "default", input, NO_ENV)).toBeNull();
});

test.each<[string, UrlProblem | undefined]>([
  ["https://bot.tiemhoa.vn/zalo", undefined],
  ["https://bot.tiemhoa.vn:8443", undefined],
  ["https://127.0.0.1.nip.io/zalo", undefined],
  ["bot.tiemhoa.vn/zalo", "form"],
  ["", "form"],
  ["wss://bot.tiemhoa.vn/zalo", "https"],
  ["https://localhost/zalo", "private"],
  ["https://127.1/zalo", "private"],
  ["https://0x7f000001/zalo", "private"],
  ["https://172.31.0.9/zalo", "private"],
  ["https://172.32.0.9/zalo", undefined],
  ["https://nas.local/zalo", "private"],
  ["https://[::1]/zalo", "private"],
  ["https://[fd00::1]/zalo", "private"],
  ["https://u:p@bot.tiemhoa.vn/zalo", "extra"],
  ["https://bot.tiemhoa.vn/zalo#x", "extra"],
])("an address for Zalo to call, %s: %s", (url, problem) => {
  expect(urlProblem(url)).toBe(problem);
});

test.each<[string, string, SetupInput, RegExp]>([
  ["nothing", "default", {}, /exactly one way/],
  ["two tokens", "default", { token: TOKEN, useEnv: true }, /exactly one way/],
  ["the environment for another account", "work", { useEnv: true }, /default account only.*"work"/],
  ["an environment that holds nothing", "default", { useEnv: true }, /has no bot token/],
  ["something that is no token", "default", { token: "sai" }, /does not look like/],
  ["a file that is not there", "default", { tokenFile: "/nowhere/zalo" }, /cannot be read \(ENOENT\)/],
])("%s is refused with what to do", (_, accountId, input, said) => {
  expect(validateSetup({}, accountId, input, NO_ENV)).toMatch(said);
});

test("a token in a good form is not refused", () => {
  expect(validateSetup({}, "work", { token: TOKEN }, NO_ENV)).toBeNull();
  expect(validateSetup({}, "default", { useEnv: true }, { ...NO_ENV, botToken: TOKEN })).toBeNull();
});

test("the package names the same fields for when no code is loaded", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    openclaw: { channel: { setup: { fields: unknown } } };
  };
  const fields = Object.entries(SETUP_FIELDS).map(([key, field]) => ({ key, ...field }));
  expect(manifest.openclaw.channel.setup.fields).toEqual(fields);
});
