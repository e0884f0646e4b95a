import { describe, expect, test } from "vitest";
import { allows, hasEntries, namesId, normalizeEntry, normalizeId } from "./allow-list.ts";

const ID = "6ede9afa66b88fe6d6a9";
const PREFIXES = ["zalo:", "zl:"];

describe("an entry of an allow list", () => {
  test.each([
    ["the id itself", ID],
    ["upper-case hexadecimal", ID.toUpperCase()],
    ["blanks around it", `  ${ID}\t`],
    ["a channel prefix", `zalo:${ID}`],
    ["the short prefix in capitals, and a blank after it", `ZL: ${ID.toUpperCase()}`],
  ])("names the person it was written for: %s", (_, entry) => {
    expect(namesId([entry], ID, PREFIXES)).toBe(true);
  });

  test.each([
    ["a display name", "Nguyễn Văn An"],
    ["the start of the id", ID.slice(0, 10)],
    ["a prefix with nothing behind it", "zalo:"],
    ["another channel's prefix", `telegram:${ID}`],
    ["a prefixed wildcard", "zalo:*"],
    ["a blank", " "],
  ])("lets nobody else in: %s", (_, entry) => {
    expect(allows([entry], ID, PREFIXES)).toBe(false);
  });

  test("lets everybody in when it is the bare wildcard", () => {
    expect(allows([" * "], ID, PREFIXES)).toBe(true);
    expect(namesId(["*"], "*", PREFIXES)).toBe(false);
  });

  test("keeps an id that is not hexadecimal exactly as the platform spells it", () => {
    expect(normalizeId("OpaqueId_XYZ")).toBe("OpaqueId_XYZ");
    expect(normalizeEntry("zl:1471383327500481391", PREFIXES)).toBe("1471383327500481391");
    expect(normalizeId("ZGR-00AA")).toBe("zgr-00aa");
  });
});

test("a list of blanks is an empty list", () => {
  expect(hasEntries([])).toBe(false);
  expect(hasEntries(["", "  "])).toBe(false);
  expect(hasEntries(["zalo:"])).toBe(true);
});

test("an empty sender id is on no list", () => {
  expect(namesId(["", "zalo:"], "", PREFIXES)).toBe(false);
});
