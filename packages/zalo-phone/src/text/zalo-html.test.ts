import { expect, test } from "vitest";
import { readZaloHtml } from "./zalo-html.ts";

const shown = (text: string) =>
  readZaloHtml(text).map(({ kind, level, depth, number, spans }) => [
    [kind, level ?? depth, number].filter((part) => part !== undefined).join(" "),
    spans.map(({ text: words, look }) => [words, Object.keys(look).join("+")].join("|")),
  ]);

test("looks are nested, and entities are what they stand for", () => {
  expect(shown("Giá <b>mới <i>hôm nay</i></b> &lt; 50k &amp; <del>70k</del>")).toEqual([
    ["plain", ["Giá |", "mới |bold", "hôm nay|bold+italic", " |", "<|", " 50k |", "&|", " |", "70k|strike"]],
  ]);
});

test("headings, lists in lists and paragraphs are lines of their own", () => {
  const text =
    "<h1>Thực đơn</h1>\n<ul><li>phở<ol><li>tái</li><li>chín</li></ol></li><li>bún</li></ul><p>hết</p>";
  expect(shown(text)).toEqual([
    ["heading 1", ["Thực đơn|"]],
    ["bullet 0", ["phở|"]],
    ["number 1 1", ["tái|"]],
    ["number 1 2", ["chín|"]],
    ["bullet 0", ["bún|"]],
    ["plain", ["hết|"]],
  ]);
});

test("line breaks are kept, unknown tags are not, and what is no tag is text", () => {
  expect(shown("một<br>hai\nba <blink>bốn</blink> 1 < 2 & <script>x")).toEqual([
    ["plain", ["một|"]],
    ["plain", ["hai|"]],
    ["plain", ["ba |", "bốn|", " 1 |", "<|", " 2 |", "&|", " |", "x|"]],
  ]);
});
