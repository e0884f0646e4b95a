import { expect, test } from "vitest";
import { challengeText } from "./challenge-text.ts";

const CHALLENGE = {
  channelId: "zalo",
  speaksAs: "bot",
  senderId: "6ede9afa66b88fe6d6a9",
  code: "ZSKF2YBK",
} as const;

test("the code, the id and the command each stand alone on a line", () => {
  const lines = challengeText(CHALLENGE).split("\n");
  expect(lines.filter((line) => line === "ZSKF2YBK")).toHaveLength(1);
  expect(lines).toContain("6ede9afa66b88fe6d6a9");
  expect(lines).toContain("openclaw pairing approve zalo ZSKF2YBK");
});

test("the command names an account that is not the default one", () => {
  const lines = challengeText({ ...CHALLENGE, channelId: "zalouser", accountId: "work" }).split("\n");
  expect(lines).toContain("openclaw pairing approve zalouser ZSKF2YBK --account work");
});

test("Vietnamese comes first, English below, and both say that the code lives one hour", () => {
  const text = challengeText(CHALLENGE);
  expect(text.indexOf("một giờ")).toBeGreaterThan(0);
  expect(text.indexOf("one hour")).toBeGreaterThan(text.indexOf("một giờ"));
});

test("a bot calls itself a bot, and a person's account never does", () => {
  expect(challengeText(CHALLENGE)).toMatch(/với bot này.*chủ bot(?:.|\n)*this bot yet.*the bot's owner/);
  const account = challengeText({ ...CHALLENGE, channelId: "zalouser", speaksAs: "account" });
  expect(account).toMatch(/với tài khoản này.*chủ tài khoản(?:.|\n)*this account yet.*the account's owner/);
  expect(account).not.toMatch(/\bbot\b/i);
});

test("nothing in it is markup, and it fits into one message", () => {
  const text = challengeText(CHALLENGE);
  expect(text).not.toMatch(/[`*_#<>[\]]/);
  expect(text).toBe(text.normalize("NFC"));
  expect(text.length).toBeLessThan(2000);
});
