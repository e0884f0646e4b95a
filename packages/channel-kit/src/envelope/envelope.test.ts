import { expect, test } from "vitest";
import { chatId, messageId, userId } from "./ids.ts";
import { attachmentPlaceholder } from "./placeholder.ts";

test("ids are kept as the platform wrote them", () => {
  expect(chatId("zgr-0123")).toBe("zgr-0123");
  expect(userId(" 007 ")).toBe(" 007 ");
  expect(messageId("Ab-1")).toBe("Ab-1");
});

test("an empty id is refused, and it is said of what", () => {
  expect(() => chatId("")).toThrow(new RangeError("Empty chat id."));
  expect(() => userId("")).toThrow(new RangeError("Empty user id."));
  expect(() => messageId("")).toThrow(new RangeError("Empty message id."));
});

test("an attachment can stand in a line of text, by its name when it has one", () => {
  expect(attachmentPlaceholder({ kind: "sticker", name: "0e07" })).toBe("[sticker: 0e07]");
  expect(attachmentPlaceholder({ kind: "voice", url: "https://a/v.aac" })).toBe("[voice message]");
  expect(attachmentPlaceholder({ kind: "file", name: "Hóa đơn.pdf" })).toBe("[file: Hóa đơn.pdf]");
});
