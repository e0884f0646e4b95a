import { expect, test } from "vitest";
import { UnknownEvents } from "./unknown-events.ts";

test("each unknown kind is noticed once, and the documented ones never", () => {
  const unknown = new UnknownEvents();
  const names = ["message.text.received", "user.follow", "user.follow", "message.hologram.received"];
  expect(names.map((event_name) => unknown.notice({ event_name }))).toEqual([
    undefined,
    "user.follow",
    undefined,
    "message.hologram.received",
  ]);
});

test.each([null, 1, "text", {}, { event_name: 5 }])("what names no kind is not noticed: %j", (raw) => {
  expect(new UnknownEvents().notice(raw)).toBeUndefined();
});

test("a name cannot bring anything into the log but a short name", () => {
  const unknown = new UnknownEvents();
  expect(unknown.notice({ event_name: "a\n\u001b[31m error: b" })).toBe("a???31m?error??b");
  expect(unknown.notice({ event_name: "x".repeat(10_000) })).toHaveLength(60);
});

test("somebody who makes up ever new kinds is heard a hundred times", () => {
  const unknown = new UnknownEvents();
  const noticed = Array.from({ length: 1_000 }, (_, at) => unknown.notice({ event_name: `kind-${at}` }));
  expect(noticed.filter((name) => name !== undefined)).toHaveLength(100);
});
