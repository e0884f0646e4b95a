import { readMarkdown } from "channel-kit/text/markdown";
import { expect, test } from "vitest";
import { toZaloText } from "./zalo-styles.ts";

const ALL = { bullets: true, numbers: true };

/** Every style with the words that it is laid on. */
function shown(markdown: string, drawn = ALL): { text: string; styles: [string, string][] } {
  const { text, styles } = toZaloText(readMarkdown(markdown), drawn);
  return {
    text,
    styles: styles.map(({ start, length, style }) => [style, text.slice(start, start + length)]),
  };
}

test("emphasis is laid beside the text, at the right UTF-16 units behind emoji and Vietnamese letters", () => {
  expect(shown("🍜 Phở **bò tái** và *bún*, ~~hết~~ rồi")).toEqual({
    text: "🍜 Phở bò tái và bún, hết rồi",
    styles: [
      ["b", "bò tái"],
      ["i", "bún"],
      ["s", "hết"],
    ],
  });
  expect(toZaloText(readMarkdown("🍜 **bò**"), ALL).styles).toEqual([{ start: 3, length: 2, style: "b" }]);
});

test("a heading is big and bold, and bold words in it are not said to be bold twice", () => {
  expect(shown("# Thực đơn **hôm nay**\nPhở")).toEqual({
    text: "Thực đơn hôm nay\nPhở",
    styles: [
      ["b", "Thực đơn hôm nay"],
      ["f_18", "Thực đơn hôm nay"],
    ],
  });
});

test("lists are Zalo's own, without the marks that were typed, and indented as they are nested", () => {
  expect(shown("Món:\n- phở\n  - tái\n    - ít hành\n- **bún** chả\n\n1. ăn\n2. trả tiền")).toEqual({
    text: "Món:\nphở\ntái\nít hành\nbún chả\n\năn\ntrả tiền",
    styles: [
      ["lst_1", "phở"],
      ["lst_1", "tái"],
      ["ind_10", "tái"],
      ["lst_1", "ít hành"],
      ["ind_20", "ít hành"],
      ["lst_1", "bún chả"],
      ["b", "bún"],
      ["lst_2", "ăn"],
      ["lst_2", "trả tiền"],
    ],
  });
});

test("lists that are left as they were typed keep their marks, and what is styled in them stays where it is", () => {
  expect(shown("- phở\n- **bún**", { bullets: false, numbers: false })).toEqual({
    text: "- phở\n- bún",
    styles: [["b", "bún"]],
  });
});

test("code and quotes, for which Zalo has no style, are read as they stand", () => {
  expect(shown("> giá `50k`\n\n```\nnpm i\n```")).toEqual({ text: "> giá 50k\n\nnpm i", styles: [] });
});

test("white space at the ends goes, and the styles stay on their words", () => {
  expect(shown("\n\n  **chào** \n\n")).toEqual({ text: "chào", styles: [["b", "chào"]] });
});

test("an item that goes on over a line break ends its list, and nothing overlaps", () => {
  expect(shown("- một\n  hai\n- ba")).toEqual({
    text: "một\n  hai\nba",
    styles: [
      ["lst_1", "một"],
      ["lst_1", "ba"],
    ],
  });
});
