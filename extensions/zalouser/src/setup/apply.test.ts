import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { resolveAccount } from "../config/accounts.ts";
import type { ZalouserConfig } from "../config/schema.ts";
import { applySetup, validateSetup } from "./apply.ts";
import { SETUP_FIELDS } from "./fields.ts";

beforeEach(() => {
  for (const name of ["ZALOUSER_PROFILE", "ZCA_PROFILE"]) vi.stubEnv(name, "");
});
afterEach(() => vi.unstubAllEnvs());

const config = (zalouser?: ZalouserConfig): OpenClawConfig =>
  zalouser === undefined ? {} : { channels: { zalouser } };
const applied = (before: ZalouserConfig | undefined, accountId: string, input: object) =>
  applySetup(config(before), accountId, input).channels?.["zalouser"];

test("the first account stands at the root, with the careful policies written down", () => {
  expect(applied(undefined, "default", { name: "Tiệm hoa" })).toEqual({
    enabled: true,
    name: "Tiệm hoa",
    dmPolicy: "pairing",
    groupPolicy: "allowlist",
  });
});

test("policies that were chosen stay, and so does everything else", () => {
  const before: ZalouserConfig = {
    enabled: true,
    dmPolicy: "open",
    allowFrom: ["*"],
    groupPolicy: "open",
    mediaMaxMb: 5,
  };
  expect(applied(before, "default", { loginProfile: " hoa " })).toEqual({ ...before, profile: "hoa" });
});

test("an account that was switched off stays off", () => {
  const before: ZalouserConfig = { accounts: { shop: { enabled: false } } };
  const after = applySetup(config(before), "shop", { name: "Tiệm" });
  expect(resolveAccount(after, "shop").enabled).toBe(false);
});

test("a named account stands below accounts and touches no other", () => {
  const shop = { enabled: true, dmPolicy: "disabled", groupPolicy: "disabled" } as const;
  const after = applied({ enabled: true, accounts: { shop } }, "cafe", { loginProfile: "quan" });
  expect(after).toMatchObject({ accounts: { shop, cafe: { enabled: true, profile: "quan" } } });
});

test("the default account beside others takes what is its own from the root", () => {
  const before: ZalouserConfig = { profile: "hoa", name: "Tiệm", mediaMaxMb: 5, accounts: { cafe: {} } };
  const after = applied(before, "default", {});
  expect(after).toMatchObject({ mediaMaxMb: 5, accounts: { default: { profile: "hoa", name: "Tiệm" } } });
  expect(after).not.toHaveProperty("profile");
});

test("a profile that another account has, or that is no name of a file, is refused with the fix", () => {
  const before: ZalouserConfig = { accounts: { shop: { profile: "hoa" } } };
  expect(validateSetup(config(before), "cafe", { loginProfile: "Hoa" })).toMatch(
    /"cafe" and "shop" share the profile "hoa".*openclaw config set/s,
  );
  expect(validateSetup(config(), "default", { loginProfile: "../etc" })).toContain("profile");
  expect(validateSetup(config(before), "cafe", {})).toBeNull();
});

test("package.json offers the same fields as the code", () => {
  const fields = Object.entries(SETUP_FIELDS).map(([key, field]) => ({ key, ...field }));
  expect(packageJson.openclaw.channel.setup.fields).toEqual(fields);
});
