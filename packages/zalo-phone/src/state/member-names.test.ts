import { expect, test } from "vitest";
import { membersLike, mentioningAt, stillMentioned } from "./member-names.ts";

const MEMBERS = ["Đặng Thị Lan", "Nguyễn Văn An", "Bot Shop"].map((name) => ({ name }));
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

test.each([
  ["dang", ["Đặng Thị Lan"]],
  ["lan", ["Đặng Thị Lan"]],
  ["Văn", ["Nguyễn Văn An"]],
  ["", ["Đặng Thị Lan", "Nguyễn Văn An", "Bot Shop"]],
  ["nobody", []],
])("whoever types @%s finds %j", (sought, found) => {
  expect(names(membersLike(MEMBERS, sought))).toEqual(found);
});

test.each([
  ["@", 1, { from: 0, sought: "" }],
  ["chào @La", 8, { from: 5, sought: "La" }],
  ["chào @Bot Sh", 12, { from: 5, sought: "Bot Sh" }],
  ["an@example.org", 14, undefined],
  ["@Lan ơi", 7, { from: 0, sought: "Lan ơi" }],
  ["chào", 4, undefined],
])("in %j at %i the picker looks for %j", (text, cursor, expected) => {
  expect(mentioningAt(text, cursor)).toEqual(expected);
});

test("who was picked and then deleted is not mentioned", () => {
  expect(names(stillMentioned("@Bot Shop giao chưa?", MEMBERS))).toEqual(["Bot Shop"]);
});
