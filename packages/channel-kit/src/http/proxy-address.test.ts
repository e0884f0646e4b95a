import { expect, test } from "vitest";
import { formatProxyAddress, parseProxyAddress } from "./proxy-address.ts";

test.each([
  ["http://proxy.example:3128", { scheme: "http", hostname: "proxy.example", port: 3128 }],
  ["https://proxy.example/", { scheme: "https", hostname: "proxy.example", port: 443 }],
  ["http://10.0.0.1", { scheme: "http", hostname: "10.0.0.1", port: 80 }],
  ["socks5://127.0.0.1", { scheme: "socks5", hostname: "127.0.0.1", port: 1080 }],
  ["socks5h://proxy:9050", { scheme: "socks5", hostname: "proxy", port: 9050 }],
  ["socks5://[::1]:1081", { scheme: "socks5", hostname: "::1", port: 1081 }],
])("%s is understood", (raw, address) => {
  expect(parseProxyAddress(raw)).toEqual(address);
});

test.each([
  ["http://shop:m%40t@proxy:3128", { user: "shop", password: "m@t" }],
  ["socks5://shop@proxy", { user: "shop", password: "" }],
])("user and password are read: %s", (raw, credentials) => {
  expect(parseProxyAddress(raw)?.credentials).toEqual(credentials);
});

test.each([
  "",
  "proxy.example:3128",
  "127.0.0.1:3128",
  "ftp://proxy",
  "socks4://proxy",
  "http://",
  "http://proxy/path",
  "http://proxy?x=1",
  "http://proxy#x",
  "http://a%zz:b@proxy",
])("%j is no proxy", (raw) => {
  expect(parseProxyAddress(raw)).toBeUndefined();
});

test.each(["http://proxy.example:3128", "socks5://user:p%40ss%3A@[::1]:1080", "https://u:@10.0.0.1:443"])(
  "%s is written as it was read",
  (written) => {
    const address = parseProxyAddress(written);
    expect(address && formatProxyAddress(address)).toBe(written);
  },
);
