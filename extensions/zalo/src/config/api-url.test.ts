import { ChannelError } from "channel-kit/outcome/channel-error";
import { describe, expect, test } from "vitest";
import { resolveApiUrl, ZALO_API_ORIGIN } from "./api-url.ts";

test("without a word it is Zalo itself", () => {
  expect(resolveApiUrl("shop", undefined)).toBe(ZALO_API_ORIGIN);
  expect(ZALO_API_ORIGIN).toMatch(/^https:/);
});

test.each([
  ["https://bot-api.example.vn", "https://bot-api.example.vn"],
  ["https://bot-api.example.vn/", "https://bot-api.example.vn"],
  ["https://proxy.example.vn/zalo/", "https://proxy.example.vn/zalo"],
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["http://localhost:8080", "http://localhost:8080"],
  ["http://[::1]:8080", "http://[::1]:8080"],
])("%s may be sent a token", (override, url) => {
  expect(resolveApiUrl("shop", override)).toBe(url);
});

describe("an address that a token may not be sent to is refused", () => {
  test.each([
    "http://bot-api.zaloplatforms.com",
    "http://192.168.1.10:8080",
    "http://127.0.0.1.example.vn",
    "http://localhost.example.vn",
    "ftp://127.0.0.1",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "bot-api.example.vn",
    "not an address",
    "https://an:secret@example.vn",
    "https://example.vn/?key=secret",
    "https://example.vn/#secret",
  ])("%s", (override) => {
    const refuse = () => resolveApiUrl("shop", override);
    expect(refuse).toThrow(ChannelError);
    expect(refuse).toThrow(/Zalo account "shop": ZALO_API_URL is not an address/);
    expect(refuse).toThrow(/Use an https address, or http on 127\.0\.0\.1/);
    expect(refuse).not.toThrow(/secret/);
  });
});
