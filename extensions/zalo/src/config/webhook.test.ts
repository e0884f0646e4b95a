import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { describe, expect, test } from "vitest";
import { resolveAccount } from "./accounts.ts";
import type { ZaloConfig } from "./schema.ts";

const SECRET = "bi-mat-dung-chung";
const OTHER_SECRET = "bi-mat-cua-rieng-minh";
const URL_ = "https://shop.example.com/zalo";
const SIMULATED = "http://127.0.0.1:8080";

const account = (zalo: ZaloConfig, accountId?: string, apiUrl?: string) =>
  resolveAccount({ channels: { zalo } } as OpenClawConfig, accountId, { botToken: undefined, apiUrl });

const problemOf = (zalo: ZaloConfig, apiUrl?: string) => account(zalo, undefined, apiUrl).problem?.message;

test("an account without webhookUrl polls, whatever else is set", () => {
  const polling = account({ webhookSecret: SECRET, webhookPath: "/zalo" });
  expect(polling).toMatchObject({ mode: "polling" });
  expect(polling.webhook).toBeUndefined();
  expect(polling.problem).toBeUndefined();
});

test("an account polls although the root gives the others a webhook, when it says so by an empty address", () => {
  const zalo = {
    webhookUrl: URL_,
    webhookSecret: SECRET,
    accounts: { shop: { webhookUrl: "" }, clinic: {} },
  };
  expect(account(zalo, "shop").problem).toBeUndefined();
  expect([account(zalo, "shop").mode, account(zalo, "clinic").mode]).toEqual(["polling", "webhook"]);
});

test.each([
  ["the address's own", "/zalo", {}],
  ["without a slash at its end", "/zalo", { webhookUrl: `${URL_}/` }],
  ["the one that is set, when a proxy changes it", "/hooks/zalo-1", { webhookPath: "/hooks/zalo-1" }],
])("the path on the gateway is %s", (_, path, settings) => {
  const { webhook, mode } = account({ webhookUrl: URL_, webhookSecret: SECRET, ...settings });
  expect({ mode, webhook }).toMatchObject({ mode: "webhook", webhook: { path, secret: SECRET } });
});

describe("an account is not started, and says why, when", () => {
  test.each<[string, ZaloConfig, RegExp]>([
    ["the address is none", { webhookUrl: "shop.example.com/zalo" }, /webhookUrl is not an address.*https/],
    ["it is blank", { webhookUrl: " " }, /webhookUrl is not an address/],
    ["it is plain http", { webhookUrl: "http://shop.example.com/zalo" }, /webhookUrl is not an address/],
    [
      "it holds a password",
      { webhookUrl: "https://a:b@shop.example.com/zalo" },
      /webhookUrl is not an address/,
    ],
    ["it has no path", { webhookUrl: "https://shop.example.com" }, /webhookUrl has no path of its own/],
    ["its path has escapes", { webhookUrl: "https://shop.example.com/a%20b" }, /special characters/],
    ["the path is none", { webhookUrl: URL_, webhookPath: "/a/../b" }, /webhookPath is not a path/],
    [
      "the secret is missing",
      { webhookUrl: URL_, webhookSecret: undefined },
      /webhookSecret is missing.*openssl/,
    ],
    [
      "it is too short",
      { webhookUrl: URL_, webhookSecret: "bay-chu" },
      /webhookSecret is not one that Zalo takes/,
    ],
    ["it is too long", { webhookUrl: URL_, webhookSecret: "x".repeat(257) }, /not one that Zalo takes/],
    ["it has spaces", { webhookUrl: URL_, webhookSecret: "bi mat cua toi" }, /not one that Zalo takes/],
    ["it has accents", { webhookUrl: URL_, webhookSecret: "bí-mật-của-tôi" }, /not one that Zalo takes/],
    [
      "it refers to a secret that is not there",
      { webhookUrl: URL_, webhookSecret: { source: "env", provider: "default", id: "HOOK" } },
      /refers to a secret that could not be resolved.*secrets audit/,
    ],
  ])("%s", (_, settings, said) => {
    const zalo = { webhookSecret: SECRET, ...settings };
    expect(problemOf(zalo)).toMatch(said);
    expect(account(zalo)).toMatchObject({ mode: "webhook" });
  });

  test("and it repeats neither address nor secret", () => {
    const said = [
      problemOf({ webhookUrl: "http://quan-pho.vn/bi-mat", webhookSecret: SECRET }),
      problemOf({ webhookUrl: URL_, webhookSecret: "q7x" }),
    ].join();
    expect(said).not.toMatch(/quan-pho|q7x/);
  });
});

describe("plain http on this machine", () => {
  const local = { webhookUrl: "http://127.0.0.1:18789/zalo", webhookSecret: SECRET };

  test("is for a simulated Zalo on the same one", () => {
    expect(problemOf(local, SIMULATED)).toBeUndefined();
  });

  test.each([undefined, "https://zalo.example.com"])("is refused when Zalo is at %s", (apiUrl) => {
    expect(problemOf(local, apiUrl)).toMatch(/webhookUrl is not an address/);
  });
});

describe("two accounts", () => {
  const twoAccounts = (shop: string, clinic: string, clinicEnabled = true): ZaloConfig => ({
    webhookUrl: URL_,
    accounts: {
      shop: { webhookSecret: shop },
      clinic: {
        webhookSecret: clinic,
        webhookUrl: "https://clinic.example.com/Zalo",
        enabled: clinicEnabled,
      },
    },
  });

  test("may share a path when their secrets differ", () => {
    for (const id of ["shop", "clinic"]) {
      expect(account(twoAccounts(SECRET, OTHER_SECRET), id).problem).toBeUndefined();
    }
  });

  test("are both refused when path and secret are the same, and each names the other", () => {
    const zalo = twoAccounts(SECRET, SECRET);
    expect(account(zalo, "shop").problem?.message).toMatch(
      /"shop": .*same path.*"clinic".*accounts\.shop\.webhookSecret/,
    );
    expect(account(zalo, "clinic").problem?.message).toMatch(/"clinic": .*same path.*"shop"/);
  });

  test("do not mind each other when one of them is switched off", () => {
    expect(account(twoAccounts(SECRET, SECRET, false), "shop").problem).toBeUndefined();
  });
});
