import { expect, test } from "vitest";
import { checkOverride, endpoint } from "./endpoint.ts";

const OVERRIDE = "http://127.0.0.1:4000";

test.each([
  ["https://wpa.chat.zalo.me/api/x?y=1", "http://127.0.0.1:4000/web/wpa.chat.zalo.me/api/x?y=1"],
  ["wss://ws1-msg.chat.zalo.me/?t=1", "ws://127.0.0.1:4000/web/ws1-msg.chat.zalo.me/?t=1"],
  ["https://photo.zadn.vn/a.jpg", "http://127.0.0.1:4000/web/photo.zadn.vn/a.jpg"],
  ["https://notzalo.me/a", "https://notzalo.me/a"],
  ["https://zalo.me.example/a", "https://zalo.me.example/a"],
  ["ws://127.0.0.1:4000/web/x/", "ws://127.0.0.1:4000/web/x/"],
])("with an override %s is at %s", (address, found) => {
  expect(endpoint(address, OVERRIDE)).toBe(found);
  expect(endpoint(address, undefined)).toBe(address);
});

test("an override may be https and stand below a path", () => {
  expect(endpoint("wss://ws.chat.zalo.me/a", "https://zalo.test/below/")).toBe(
    "wss://zalo.test/below/web/ws.chat.zalo.me/a",
  );
});

test.each(["http://127.0.0.1:4000", "http://localhost", "http://[::1]:4000", "https://zalo.test"])(
  "a session may be sent to %s",
  (override) => {
    expect(() => checkOverride("shop", override)).not.toThrow();
  },
);

test.each(["http://10.0.0.1", "http://127.0.0.1.evil.test", "ws://127.0.0.1", "https://a:b@zalo.test", "x"])(
  "a session may not be sent to %s",
  (override) => {
    expect(() => checkOverride("shop", override)).toThrow(expect.objectContaining({ code: "misconfigured" }));
  },
);
