import { expect, test } from "vitest";
import { addressName, endingOf, lastPart, shownName } from "./file-names.ts";
import { fileSize } from "./file-size.ts";

test.each([
  ["Bảng giá Đồ uống 2026.pdf", "Bang-gia-Do-uong-2026.pdf"],
  ["../../etc/passwd", "etc-passwd"],
  ["价格.xlsx", "file.xlsx"],
  ["a b?c#d%e.JPG", "a-b-c-d-e.jpg"],
  ["", "file"],
  [".aac", "aac"],
])("in an address, %j is %j", (name, expected) => {
  expect(addressName(name)).toBe(expected);
});

test("a long name is cut before its ending", () => {
  expect(addressName(`${"a".repeat(500)}.aac`)).toMatch(/^a{76}\.aac$/);
  expect(shownName(`${"😀".repeat(500)}.png`, "file")).toMatch(/^(?:😀){38}\.png$/u);
});

test.each([
  ["/home/an/bảng giá.pdf", "bảng giá.pdf"],
  ["C:\\Users\\an\\giá.pdf", "giá.pdf"],
  ["giá\u202Efdp.exe", "giáfdp.exe"],
  ["giá\n.pdf", "giá.pdf"],
  ["   ", "tệp"],
])("%j is shown as %j", (name, expected) => {
  expect(shownName(name, "tệp")).toBe(expected);
});

test("an ending is what follows the last dot, if anything stands before it", () => {
  expect(["a.PDF", "a.tar.gz", ".bashrc", "a.", "a"].map(endingOf)).toEqual([".pdf", ".gz", "", "", ""]);
  expect(lastPart("/a/b/c.png")).toBe("c.png");
});

test("sizes read as people write them", () => {
  expect([0, 999, 1_024, 250_880, 1_258_291, 5 * 1024 ** 3].map((size) => fileSize(size, "vi"))).toEqual([
    "0 B",
    "999 B",
    "1 KB",
    "245 KB",
    "1,2 MB",
    "5 GB",
  ]);
  expect(fileSize(1_258_291, "en")).toBe("1.2 MB");
});
