import { expect, test } from "vitest";
import { formatTarget, parseTarget } from "./ids.ts";

test.each([
  ["1234567890123456789", "1234567890123456789"],
  ["zalouser:1234567890123456789", "1234567890123456789"],
  ["ZLU:user:1234567890123456789", "1234567890123456789"],
  ["u-1234567890123456789", "1234567890123456789"],
  ["dm:1234567890123456789", "1234567890123456789"],
  ["group:9876543210123456789", "group:9876543210123456789"],
  ["zalouser:g-9876543210123456789", "group:9876543210123456789"],
])("%s means %s", (written, meant) => {
  const target = parseTarget(written);
  expect(target && formatTarget(target)).toBe(meant);
});

test.each(["Chị Lan", "", "zalouser:", "group:Nhóm hoa", "12a4567"])("%j is no id", (written) => {
  expect(parseTarget(written)).toBeUndefined();
});

test.each(["channel:1234567890123456789", "zalouser:oa:1234567890123456789", "2:1234567890123456789"])(
  "C8: %j names a kind of chat that Zalo does not have, and is no id",
  (written) => {
    expect(parseTarget(written)).toBeUndefined();
  },
);

test("a person and a group with the same digits are different chats", () => {
  expect(parseTarget("1234567")).not.toEqual(parseTarget("group:1234567"));
});
