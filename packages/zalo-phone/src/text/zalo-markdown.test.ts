import { expect, test } from "vitest";
import type { Look } from "./shown.ts";
import { readSpans, readZaloMarkdown } from "./zalo-markdown.ts";

/** Every span with the names of its looks. */
const spans = (text: string): [string, string][] =>
  readSpans(text).map(({ text: words, look }) => [words, names(look)]);

const names = (look: Look): string => Object.keys(look).join("+");

test.each<[string, [string, string][]]>([
  [
    "**bún** và *phở*",
    [
      ["bún", "bold"],
      [" và ", ""],
      ["phở", "italic"],
    ],
  ],
  [
    "__bún__ và _phở_",
    [
      ["bún", "bold"],
      [" và ", ""],
      ["phở", "italic"],
    ],
  ],
  ["***cả hai***", [["cả hai", "bold+italic"]]],
  [
    "~~hết~~ rồi",
    [
      ["hết", "strike"],
      [" rồi", ""],
    ],
  ],
  [
    "**bún *bò* Huế**",
    [
      ["bún ", "bold"],
      ["bò", "bold+italic"],
      [" Huế", "bold"],
    ],
  ],
  [
    "**bún *bò***",
    [
      ["bún ", "bold"],
      ["bò", "bold+italic"],
    ],
  ],
  [
    "_bún **bò**_",
    [
      ["bún ", "italic"],
      ["bò", "italic+bold"],
    ],
  ],
  [
    "gõ `npm i` nhé",
    [
      ["gõ ", ""],
      ["npm i", "code"],
      [" nhé", ""],
    ],
  ],
  ["`**không đậm**`", [["**không đậm**", "code"]]],
  [
    "{red}hết hàng{/red}!",
    [
      ["hết hàng", "colour"],
      ["!", ""],
    ],
  ],
  ["{big}**Sale**{/big}", [["Sale", "size+bold"]]],
])("%s is drawn as %j", (text, drawn) => {
  expect(spans(text)).toEqual(drawn);
});

test.each([
  "2 * 3 * 4",
  "snake_case_name",
  "**chưa đóng",
  "một * sao",
  "``` chưa mở",
  "{purple}màu lạ{/purple}",
  "[chữ](https://example.org)",
  "",
])("%s holds nothing that Zalo draws", (text) => {
  expect(
    readSpans(text)
      .map(({ text: words }) => words)
      .join(""),
  ).toBe(text);
  expect(readSpans(text).every(({ look }) => names(look) === "")).toBe(true);
});

test("headings, lists and quotes are lines of their own kind", () => {
  const lines = readZaloMarkdown("# Thực đơn\n- phở\n  - tái\n1. ăn\n2) trả\n> ngon\n\nhết\n##### nhỏ quá");
  expect(lines.map(({ kind, level, depth, number }) => [kind, level ?? depth, number])).toEqual([
    ["heading", 1, undefined],
    ["bullet", 0, undefined],
    ["bullet", 1, undefined],
    ["number", 0, 1],
    ["number", 0, 2],
    ["quote", undefined, undefined],
    ["plain", undefined, undefined],
    ["plain", undefined, undefined],
    ["plain", undefined, undefined],
  ]);
});
