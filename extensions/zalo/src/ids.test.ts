import { describe, expect, test } from "vitest";
import { isGroupId, parseTarget } from "./ids.ts";

const PERSON = "6ede9afa66b88fe6d6a9";
const GROUP = "zgr-0123456789abcdef0123";

describe("the id in what people write", () => {
  test.each([
    [PERSON, PERSON],
    [GROUP, GROUP],
    ["1234567890", "1234567890"],
    [`zalo:${PERSON}`, PERSON],
    [`zl:${PERSON}`, PERSON],
    [`ZALO:${PERSON}`, PERSON],
    [`zalo:user:${PERSON}`, PERSON],
    [`zalo:group:${GROUP}`, GROUP],
    [`zalo:chat:${GROUP}`, GROUP],
    [`dm:${PERSON}`, PERSON],
    [`  ${PERSON}  `, PERSON],
    [PERSON.toUpperCase(), PERSON],
  ])("%s is %s", (raw, id) => {
    expect(parseTarget(raw)).toBe(id);
  });

  test.each([
    "",
    "*",
    "Alice",
    "Nguyễn Văn A",
    "1234",
    `${PERSON}0`,
    PERSON.slice(1),
    "zgr-123",
    `telegram:${PERSON}`,
    "zalo:",
    `${PERSON}\n${PERSON}`,
    "../../etc/passwd",
  ])("%j names nobody", (raw) => {
    expect(parseTarget(raw)).toBeUndefined();
  });

  test("what was read is read the same again", () => {
    expect(parseTarget(parseTarget(`zalo:group:${GROUP}`) ?? "")).toBe(GROUP);
  });
});

test("a group is told from a person", () => {
  expect(isGroupId(GROUP)).toBe(true);
  expect(isGroupId(PERSON)).toBe(false);
});
