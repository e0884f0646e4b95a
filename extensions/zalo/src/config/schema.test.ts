import { describe, expect, test } from "vitest";
import { ZaloConfig } from "./schema.ts";

const complaints = (zalo: unknown): string[] =>
  (ZaloConfig.safeParse(zalo).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

describe('dmPolicy "open" has to be said twice', () => {
  test.each([
    [{ dmPolicy: "open" }, "channels.zalo.allowFrom"],
    [{ dmPolicy: "open", allowFrom: ["12345678"] }, "channels.zalo.allowFrom"],
    [{ accounts: { shop: { dmPolicy: "open" } } }, "channels.zalo.accounts.shop.allowFrom"],
    [
      { allowFrom: ["*"], accounts: { shop: { dmPolicy: "open", allowFrom: [] } } },
      "channels.zalo.accounts.shop.allowFrom",
    ],
  ])("%j is refused with the setting to write", (zalo, setting) => {
    expect(complaints(zalo).join()).toContain(`needs "*" in ${setting}. Add "*", or choose`);
  });

  test.each([
    { dmPolicy: "open", allowFrom: ["*"] },
    { dmPolicy: "open", allowFrom: ["12345678", " * "] },
    { allowFrom: ["*"], accounts: { shop: { dmPolicy: "open" } } },
    { dmPolicy: "pairing" },
    {},
  ])("%j is taken", (zalo) => {
    expect(complaints(zalo)).toEqual([]);
  });
});

test.each([
  [{ dmPolcy: "open" }, /dmPolcy/],
  [{ accounts: { shop: { token: "x" } } }, /token/],
  [{ groups: { "*": { mention: true } } }, /mention/],
  [{ dmPolicy: "everybody" }, /dmPolicy/],
  [{ pollers: 0 }, /pollers/],
  [{ pollers: 5 }, /pollers/],
  [{ pollers: 1.5 }, /pollers/],
  [{ allowFrom: "12345678" }, /allowFrom/],
])("%j is refused by name", (zalo, name) => {
  expect(complaints(zalo).join("\n")).toMatch(name);
});
