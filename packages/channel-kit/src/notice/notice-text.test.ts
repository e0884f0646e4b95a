import { describe, expect, test } from "vitest";
import type { Unfetched } from "../media/unfetched.ts";
import { noticeText } from "./notice-text.ts";
import type { SpeaksAs } from "./own-word.ts";

const MEGABYTE = 1024 * 1024;
const said = (unfetched: Unfetched, language: "vi" | "en") =>
  noticeText({ kind: "unfetched", unfetched }, language, "bot");

describe("what people read", () => {
  test("a picture that is too large, with the limit as it is written in their language", () => {
    const unfetched = { kind: "image", why: "too-large", limitBytes: 1.5 * MEGABYTE } as const;
    expect(said(unfetched, "vi")).toBe(
      "Xin lỗi bạn, bot không mở được ảnh bạn vừa gửi vì lớn hơn 1,5 MB. Bạn gửi lại ảnh nhỏ hơn nhé.",
    );
    expect(said(unfetched, "en")).toBe(
      "Sorry, this bot could not open the picture you sent, because it is larger than 1.5 MB. Please send a smaller one.",
    );
  });

  test("a voice message is asked for again shorter, not smaller", () => {
    const unfetched = { kind: "voice", why: "too-large", limitBytes: 5 * MEGABYTE } as const;
    expect(said(unfetched, "vi")).toContain("tin nhắn thoại ngắn hơn");
    expect(said(unfetched, "en")).toContain("a shorter one");
  });

  test.each(["gone", "unreachable", "wrong-type", "refused"] as const)(
    "every reason has words: %s",
    (why) => {
      for (const kind of ["image", "voice"] as const) {
        expect(said({ kind, why }, "vi")).toMatch(
          /^Xin lỗi bạn, bot .+ (?:ảnh|tin nhắn thoại) bạn vừa gửi.+ nhé\.$/,
        );
        expect(said({ kind, why }, "en")).toMatch(
          /^Sorry, this bot .+ (?:picture|voice message) you sent\. Please .+\.$/,
        );
      }
    },
  );

  test("a person's account never calls itself a bot", () => {
    const all = (speaksAs: SpeaksAs) =>
      (["vi", "en"] as const).flatMap((language) => [
        noticeText({ kind: "unreadable" }, language, speaksAs),
        ...(["too-large", "gone", "refused"] as const).map((why) => {
          const unfetched: Unfetched =
            why === "too-large" ? { kind: "image", why, limitBytes: MEGABYTE } : { kind: "image", why };
          return noticeText({ kind: "unfetched", unfetched }, language, speaksAs);
        }),
      ]);
    for (const text of all("bot")) expect(text).toMatch(/\bbot\b/);
    for (const text of all("account")) expect(text).not.toMatch(/\bbots?\b/i);
    expect(noticeText({ kind: "unreadable" }, "vi", "account")).toBe(
      "Xin lỗi bạn, tài khoản này chưa đọc được loại tin nhắn này. Bạn hãy viết bằng chữ, hoặc gửi ảnh hay tin nhắn thoại nhé.",
    );
  });

  test("a message that cannot be read, and what to do instead", () => {
    expect(noticeText({ kind: "unreadable" }, "vi", "bot")).toContain("Bạn hãy viết bằng chữ");
    expect(noticeText({ kind: "unreadable" }, "en", "bot")).toContain("Please write text");
  });

  test("Vietnamese is written with composed letters", () => {
    const all = [
      noticeText({ kind: "unreadable" }, "vi", "bot"),
      said({ kind: "voice", why: "too-large", limitBytes: MEGABYTE }, "vi"),
    ].join();
    expect(all).toBe(all.normalize("NFC"));
  });
});
