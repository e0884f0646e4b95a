import { expect, test } from "vitest";
import { linkParts, webAddress } from "./links.ts";

test("an address ends before the sentence does", () => {
  expect(linkParts("Xem https://example.org/a?b=1. Nhé")).toEqual([
    { text: "Xem " },
    { text: "https://example.org/a?b=1", href: "https://example.org/a?b=1" },
    { text: ". Nhé" },
  ]);
});

test("only web addresses become links", () => {
  expect(linkParts("javascript:alert(1) http://")).toEqual([{ text: "javascript:alert(1) http://" }]);
});

test.each([
  ["https://example.org/a", "https://example.org/a"],
  ["javascript:alert(1)", undefined],
  [" javascript:alert(1)", undefined],
  ["data:text/html,x", undefined],
  ["/page/desk", undefined],
  ["", undefined],
])("a message with the link %j leads to %j", (raw, address) => {
  expect(webAddress(raw)).toBe(address);
});
