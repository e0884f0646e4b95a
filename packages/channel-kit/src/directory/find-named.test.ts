import { describe, expect, test } from "vitest";
import { bearersOf, search } from "./find-named.ts";

const PEOPLE = [
  { id: "6ede9afa66b88fe6d6a9", name: "Đặng Hương" },
  { id: "0f12ab34cd56ef7890ab", name: "Nhóm trưởng Lan" },
  { id: "aaaabbbbccccddddeeee", name: "Đặng Hường" },
  { id: "11112222333344445555", name: "Lan" },
  { id: "99998888777766665555", name: "lan" },
  { id: "00001111000011110000" },
];
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id.slice(0, 4));

describe("searching ignores accents and case", () => {
  test.each([
    ["nhom", ["0f12"]],
    ["dang huong", ["6ede", "aaaa"]],
    ["ĐẶNG", ["6ede", "aaaa"]],
    ["Hương".normalize("NFD"), ["6ede", "aaaa"]],
    ["lan", ["0f12", "1111", "9999"]],
    ["9afa66", ["6ede"]],
    ["", ["6ede", "0f12", "aaaa", "1111", "9999", "0000"]],
    ["Bình", []],
  ])("%s", (query, found) => {
    expect(ids(search(PEOPLE, query))).toEqual(found);
  });
});

describe("a name is borne only by those who have exactly it", () => {
  test.each([
    ["Đặng Hương", ["6ede"]],
    ["đặng  hương", ["6ede"]],
    ["Đặng Hương".normalize("NFD"), ["6ede"]],
    ["Dang Huong", []],
    ["Hương", []],
    ["LAN", ["1111", "9999"]],
    ["", []],
  ])("%s", (name, found) => {
    expect(ids(bearersOf(PEOPLE, name))).toEqual(found);
  });
});
