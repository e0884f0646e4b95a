import { expect, test } from "vitest";
import { expandAccessGroups } from "./access-groups.ts";
import { allows } from "./allow-list.ts";

const GROUPS = {
  staff: { type: "message.senders", members: { "*": ["111"], zalo: ["222", 333], telegram: ["444"] } },
  nobody: { type: "message.senders", members: {} },
  audience: { type: "discord.channelAudience" },
};

test("a reference stands for the members of all channels and of this one", () => {
  expect(expandAccessGroups(["999", "accessGroup:staff"], GROUPS, "zalo")).toEqual([
    "999",
    "111",
    "222",
    "333",
  ]);
});

test.each(["accessGroup:missing", "accessGroup:audience", "accessGroup:nobody", "accessGroup:constructor"])(
  "%s keeps its place, so that the list is not taken for an empty one",
  (reference) => {
    const list = expandAccessGroups([reference], GROUPS, "zalo");
    expect(list).toEqual([reference]);
    expect(allows(list, "111", ["zalo:"])).toBe(false);
  },
);
