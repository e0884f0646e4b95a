import { expect, test } from "vitest";
import { UnknownKinds } from "./unknown-kinds.ts";

test("each unknown kind is noticed once, and the documented ones never", () => {
  const unknown = new UnknownKinds(["message.text.received"]);
  const names = ["message.text.received", "user.follow", "user.follow", "message.hologram.received"];
  expect(names.map((name) => unknown.notice(name))).toEqual([
    undefined,
    "user.follow",
    undefined,
    "message.hologram.received",
  ]);
});

test.each([null, 1, undefined, {}])("what is no name is not noticed: %j", (name) => {
  expect(new UnknownKinds([]).notice(name)).toBeUndefined();
});

test("a name cannot bring anything into the log but a short name", () => {
  const unknown = new UnknownKinds([]);
  expect(unknown.notice("a\n\u001b[31m error: b")).toBe("a???31m?error??b");
  expect(unknown.notice("x".repeat(10_000))).toHaveLength(60);
});

test("somebody who makes up ever new kinds is heard a hundred times", () => {
  const unknown = new UnknownKinds([]);
  const noticed = Array.from({ length: 1_000 }, (_, at) => unknown.notice(`kind-${at}`));
  expect(noticed.filter((name) => name !== undefined)).toHaveLength(100);
});
