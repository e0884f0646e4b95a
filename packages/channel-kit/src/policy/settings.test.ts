import { expect, test } from "vitest";
import { resolveGroupPolicy } from "./settings.ts";

test("the account's own group policy comes first, then the channels' default, then the plugin's", () => {
  expect(resolveGroupPolicy("open", "disabled", "allowlist")).toEqual({ policy: "open", source: "account" });
  expect(resolveGroupPolicy(undefined, "disabled", "open")).toEqual({
    policy: "disabled",
    source: "channel-defaults",
  });
  expect(resolveGroupPolicy(undefined, undefined, "open")).toEqual({
    policy: "open",
    source: "plugin-default",
  });
});

test("a misspelt group policy closes the groups instead of falling through to a looser one", () => {
  expect(resolveGroupPolicy("alowlist", "open", "open")).toEqual({ policy: "disabled", source: "account" });
});
