import { expect, test } from "vitest";
import { MemberNames } from "./mentions.ts";

const members = [
  { id: "1", name: "Nam", isFriend: true },
  { id: "2", name: "Nam Anh", isFriend: false },
  { id: "3", name: "Lan", isFriend: false },
  { id: "4", name: "lan", isFriend: false },
  { id: "5", name: "Nguyễn Văn Tèo".normalize("NFD"), alias: "Anh Tèo", isFriend: true },
];

function named(text: string): { found: [string, string][]; ambiguous: string[] } {
  const ambiguous: string[] = [];
  const names = new MemberNames(members, (name) => ambiguous.push(name));
  const found = names
    .mentionsIn(text)
    .map(({ start, length, userId }): [string, string] => [text.slice(start, start + length), userId]);
  return { found, ambiguous };
}

test("the longest name that fits is the one that is meant", () => {
  expect(named("@Nam Anh và @Nam, @Nam Anhh").found).toEqual([
    ["@Nam Anh", "2"],
    ["@Nam", "1"],
    ["@Nam", "1"],
  ]);
});

test("case and the form of accents make no difference, and a friend's alias names them, too", () => {
  expect(named("🙂 @nguyễn văn tèo ơi, @ANH TÈO!").found).toEqual([
    ["@nguyễn văn tèo", "5"],
    ["@ANH TÈO", "5"],
  ]);
});

test("a name that two members have names nobody, and that is said", () => {
  expect(named("@Lan xem giúp")).toEqual({ found: [], ambiguous: ["Lan"] });
});

test("an e-mail address, a longer word and a name nobody has are text", () => {
  expect(named("ten@Nam.vn @Namm @Ngọc @").found).toEqual([]);
});
