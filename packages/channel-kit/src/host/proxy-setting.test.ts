import { expect, test } from "vitest";
import { resolveProxy } from "./proxy-setting.ts";

const PATH = "channels.zalo.proxy";

test("an account without the setting has no proxy", () => {
  expect(resolveProxy("shop", PATH, undefined)).toEqual({});
});

test("an address is read, spaces around it or not", () => {
  expect(resolveProxy("shop", PATH, " socks5://shop:m%40t@10.0.0.2:1080 ")).toEqual({
    address: {
      scheme: "socks5",
      hostname: "10.0.0.2",
      port: 1080,
      credentials: { user: "shop", password: "m@t" },
    },
  });
});

test.each<[string, unknown, RegExp]>([
  ["a scheme that is none", "ftp://shop:secret-word@proxy:21", /not the address of a proxy.*socks5:\/\//],
  ["no scheme", "shop:secret-word@proxy:3128", /not the address of a proxy/],
  ["a page behind it", "http://shop:secret-word@proxy/secret-word", /not the address of a proxy/],
  ["nothing", " ", /is empty.*Remove it/],
  [
    "a secret that is not there",
    { source: "env", provider: "default", id: "PROXY" },
    /could not be resolved/,
  ],
])("%s blocks the account with the fix and shows no password", (_, setting, said) => {
  const { address, problem } = resolveProxy("shop", PATH, setting);
  expect(address).toBeUndefined();
  expect(problem).toMatchObject({ code: "misconfigured", message: expect.stringMatching(said) });
  expect(problem?.message).toContain('Zalo account "shop": channels.zalo.proxy ');
  expect(problem?.message).not.toContain("secret-word");
});
