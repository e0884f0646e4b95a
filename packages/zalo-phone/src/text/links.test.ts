import { expect, test } from "vitest";
import { linkParts } from "./links.ts";

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
