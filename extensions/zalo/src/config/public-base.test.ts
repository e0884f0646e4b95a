import { expect, test } from "vitest";
import { resolvePublicBase } from "./public-base.ts";

const SIMULATOR = "http://127.0.0.1:9000";
const base = (settings: { publicUrl?: string; webhookUrl?: string }, apiUrl?: string) =>
  resolvePublicBase({ accountId: "shop", settingsPath: "channels.zalo.accounts.shop", settings }, apiUrl);

test.each([
  [{ publicUrl: "https://shop.example.com" }, "https://shop.example.com"],
  [{ publicUrl: " https://shop.example.com/ " }, "https://shop.example.com"],
  [{ publicUrl: "https://shop.example.com:8443/openclaw/" }, "https://shop.example.com:8443/openclaw"],
  [{ webhookUrl: "https://shop.example.com/zalo/hook?x=1" }, "https://shop.example.com"],
  [
    { publicUrl: "https://files.example.com", webhookUrl: "https://a.example/z" },
    "https://files.example.com",
  ],
])("%j leads to %s", (settings, url) => {
  expect(base(settings)).toEqual({ url });
});

test("without an address there is none, and nothing is wrong", () => {
  expect(base({})).toEqual({});
  expect(base({ webhookUrl: "http://shop.example.com/zalo" })).toEqual({});
  expect(base({ webhookUrl: "not an address" })).toEqual({});
});

test.each(["shop.example.com", "http://shop.example.com", "ftp://x.example", "https://a:b@x.example", ""])(
  "publicUrl %j is refused with the account, the setting and the fix",
  (publicUrl) => {
    const { url, problem } = base({ publicUrl });
    expect(url).toBeUndefined();
    expect(problem).toMatchObject({ code: "misconfigured" });
    expect(problem?.message).toMatch(
      /^Zalo account "shop": channels\.zalo\.accounts\.shop\.publicUrl is not .*https:/,
    );
    expect(problem?.message).not.toContain("a:b");
  },
);

test("plain http is for a simulated Zalo on this machine only", () => {
  const here = { publicUrl: "http://127.0.0.1:18789" };
  expect(base(here, SIMULATOR)).toEqual({ url: "http://127.0.0.1:18789" });
  expect(base(here).problem).toBeDefined();
  expect(base({ publicUrl: "http://shop.example.com" }, SIMULATOR).problem).toBeDefined();
});
