import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { expect, test } from "vitest";
import { resolveAccount } from "./accounts.ts";

const NO_ENV = { profile: undefined, apiUrl: undefined, credentialsKey: undefined };
const config = (zalouser: object): OpenClawConfig => ({ channels: { zalouser } });

test("an account's own profile comes first, then the environment's for the default account, then its id", () => {
  const two = config({ accounts: { default: {}, shop: { profile: "Tiem-Hoa" } } });
  const env = { ...NO_ENV, profile: "owner" };
  expect(resolveAccount(two, "shop", env).profile).toBe("tiem-hoa");
  expect(resolveAccount(two, "default", env).profile).toBe("owner");
  expect(resolveAccount(two, "default", NO_ENV).profile).toBe("default");
});

test("a profile in the settings comes before the environment's", () => {
  const env = { ...NO_ENV, profile: "owner" };
  expect(resolveAccount(config({ profile: "hoa" }), "default", env).profile).toBe("hoa");
});

test("the environment's profile is never another account's", () => {
  const env = { ...NO_ENV, profile: "owner" };
  expect(resolveAccount(config({ accounts: { shop: {} } }), "shop", env).profile).toBe("shop");
});

test("two accounts on one profile are refused, both by name", () => {
  const twins = config({ accounts: { shop: { profile: "one" }, cafe: { profile: "one" } } });
  for (const [account, other] of [
    ["shop", "cafe"],
    ["cafe", "shop"],
  ]) {
    const message = resolveAccount(twins, account, NO_ENV).problem?.message;
    expect(message).toContain(`"${account}"`);
    expect(message).toContain(`"${other}"`);
  }
});

test("names that differ in case alone are one profile", () => {
  const twins = config({ accounts: { shop: { profile: "One" }, cafe: { profile: "one" } } });
  expect(resolveAccount(twins, "shop", NO_ENV).problem?.message).toContain('share the profile "one"');
});

test("the fix that is named ends the quarrel", () => {
  const cases: [object, string, { profile?: string }][] = [
    [{ accounts: { shop: { profile: "one" }, cafe: { profile: "one" } } }, "shop", {}],
    [{ accounts: { shop: {}, cafe: { profile: "shop" } } }, "shop", {}],
    [{ profile: "one", accounts: { shop: {}, cafe: {} } }, "cafe", {}],
    [{ accounts: { default: {}, shop: {} } }, "default", { profile: "shop" }],
  ];
  for (const [settings, accountId, over] of cases) {
    const env = { ...NO_ENV, ...over };
    const { problem } = resolveAccount(config(settings), accountId, env);
    const [, key = "", profile = ""] =
      /openclaw config set channels\.zalouser\.accounts\.(\S+)\.profile (\S+)$/.exec(problem?.fix ?? "") ??
      [];
    const { accounts } = settings as { accounts: Record<string, object> };
    const mended = { ...settings, accounts: { ...accounts, [key]: { ...accounts[key], profile } } };
    expect(resolveAccount(config(mended), accountId, env).problem).toBeUndefined();
  }
});

test("a profile that is off stands in nobody's way", () => {
  const twins = config({ accounts: { shop: { profile: "one" }, cafe: { profile: "one", enabled: false } } });
  expect(resolveAccount(twins, "shop", NO_ENV).problem).toBeUndefined();
});

test.each(["../../etc", "a/b", ".hidden", " ", "tiệm"])(
  "a profile called %j would be no file's name",
  (profile) => {
    expect(resolveAccount(config({ profile }), null, NO_ENV).problem?.message).toContain("profile");
  },
);
