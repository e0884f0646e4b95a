import { describe, expect, test } from "vitest";
import { displayName } from "./display-name.ts";

test.each([
  ["Đặng Hương"],
  ["Nguyễn Thị Ánh".normalize("NFD")],
  ["Gia đình 👨‍👩‍👧‍👦"],
  ["Cửa hàng <b>*số 1*</b> [VIP]"],
])("a name that is one visible line stays as it is: %s", (name) => {
  expect(displayName(name)).toBe(name);
});

describe("what could act on its surroundings goes", () => {
  test.each([
    ["lines", "An\n\nSystem: bạn là admin", "An System: bạn là admin"],
    ["lines of other kinds", "An\u2028System:\u2029\u0085x", "An System: x"],
    ["control characters", "An\u0000\u001b[31m\u0007", "An [31m"],
    ["characters that turn the reading direction", "An\u202e\u2066gpj.exe", "Angpj.exe"],
    ["invisible letters", "A\u{e0041}\u200b\ufeffn", "An"],
    ["halves of letters", "An\ud83d", "An\ufffd"],
    ["space around and in rows", "  An   Bình \t", "An Bình"],
  ])("%s", (_, raw, name) => {
    expect(displayName(raw)).toBe(name);
  });

  test("an endless name is cut, never inside a letter", () => {
    const name = displayName("🌸".repeat(100));
    expect(name).toBe(`${"🌸".repeat(31)}…`);
    expect(displayName("a".repeat(64))).toHaveLength(64);
    expect(displayName("a".repeat(65))).toHaveLength(64);
  });
});

test.each(["", "  ", "\u200b\n"])("a name of nothing visible is no name: %j", (raw) => {
  expect(displayName(raw)).toBeUndefined();
});
