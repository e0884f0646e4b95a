import { expect, test } from "vitest";
import { answerTo } from "./phrases.ts";

test("the model greets back, however the greeting is spelt", () => {
  const greeting = answerTo("xin chào");
  expect(greeting).toContain("Chào bạn");
  for (const spelling of ["Xin Chào!", "xin chao", "xin chào".normalize("NFD"), "hello"]) {
    expect(answerTo(spelling)).toBe(greeting);
  }
});

test("the model tells the time it is given", () => {
  expect(answerTo("Mấy giờ rồi?", new Date(2026, 0, 2, 7, 5))).toContain("07:05");
});

test("a word inside another word is no phrase", () => {
  expect(answerTo("đẹp")).toBe("Mình nghe bạn nói “đẹp”.");
  expect(answerTo("belonging")).toBe("Mình nghe bạn nói “belonging”.");
});

test("asked for length, the model says more than one Zalo message holds, code included", () => {
  const answer = answerTo("kể chuyện dài");
  expect(answer.length).toBeGreaterThan(2_000);
  expect(answer.match(/^```/gm)).toHaveLength(2);
  expect(answer).toContain("60. ");
});
