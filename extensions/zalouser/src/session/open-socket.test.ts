import { expect, test } from "vitest";
import type { LibraryContext } from "./library.ts";
import { heartbeatMs, socketAddress } from "./open-socket.ts";

const context = (pingInterval: unknown, places: unknown = []): LibraryContext => ({
  uid: "1",
  imei: "x",
  userAgent: "x",
  language: "vi",
  API_TYPE: 30,
  API_VERSION: 685,
  cookie: { getCookieStringSync: () => "", toJSON: () => undefined },
  loginInfo: { zpw_ws: places },
  settings: { features: { socket: { ping_interval: pingInterval as number } } },
  uploadCallbacks: new Map(),
});

test.each([
  [20_000, 20_000],
  [undefined, 180_000],
  [null, 180_000],
  [0, 1_000],
  [1, 1_000],
  [1e12, 180_000],
  ["soon", 180_000],
])("Zalo wants to hear from us every %j ms: every %i", (wanted, ms) => {
  expect(heartbeatMs(context(wanted))).toBe(ms);
});

test("the places that Zalo names are tried in turn, without an end", () => {
  const told = context(20_000, ["wss://a.chat.zalo.me/", "no address", 7, "wss://b.chat.zalo.me/"]);
  const hosts = [0, 1, 2, 3].map((attempt) => new URL(socketAddress(told, attempt, undefined)).host);
  expect(hosts).toEqual(["a.chat.zalo.me", "b.chat.zalo.me", "a.chat.zalo.me", "b.chat.zalo.me"]);
  const { searchParams } = new URL(socketAddress(told, 0, undefined));
  expect([searchParams.get("zpw_ver"), searchParams.get("zpw_type")]).toEqual(["685", "30"]);
});
