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

test("a profile that is off stands in nobody's way", () => {
  const twins = config({ accounts: { shop: { profile: "one" }, cafe: { profile: "one", enabled: false } } });
  expect(resolveAccount(twins, "shop", NO_ENV).problem).toBeUndefined();
});

test("a profile that would be no file's name is refused", () => {
  expect(resolveAccount(config({ profile: "../../etc" }), null, NO_ENV).problem?.message).toContain(
    "profile",
  );
});
