import { describe, expect, test } from "vitest";
import { withoutOwnMention } from "./own-mention.ts";

const NAMES = ["Bot Tiệm Hoa Đẹp", "bot.VDKyGxQvc"];
const strip = (text: string) => withoutOwnMention(text, NAMES);

describe("the bot's mention goes, wherever it stands", () => {
  test.each([
    ["@Bot Tiệm Hoa Đẹp /new", "/new"],
    ["@Bot Tiệm Hoa Đẹp, hoa hồng bao nhiêu?", "hoa hồng bao nhiêu?"],
    ["@Bot Tiệm Hoa Đẹp: còn hoa không?", "còn hoa không?"],
    ["@Bot Tiệm Hoa Đẹp\ndòng hai", "dòng hai"],
    ["cho hỏi @Bot Tiệm Hoa Đẹp còn hoa không?", "cho hỏi còn hoa không?"],
    ["cho hỏi @Bot Tiệm Hoa Đẹp, còn hoa không?", "cho hỏi, còn hoa không?"],
    ["còn hoa không @Bot Tiệm Hoa Đẹp?", "còn hoa không?"],
    ["còn hoa không? @Bot Tiệm Hoa Đẹp", "còn hoa không?"],
    ["một\n@Bot Tiệm Hoa Đẹp\nhai", "một\n\nhai"],
    ["@Bot Tiệm Hoa Đẹp @Bot Tiệm Hoa Đẹp ơi", "ơi"],
    ["@Bot Tiệm Hoa Đẹp@Lan xem giúp", "@Lan xem giúp"],
    ["@bot.VDKyGxQvc chào", "chào"],
    ["(@Bot Tiệm Hoa Đẹp)", "()"],
  ])("%j", (text, rest) => {
    expect(strip(text)).toBe(rest);
  });

  test("in any case, with letters composed or not, and with any kind of space", () => {
    expect(strip("@BOT TIỆM HOA ĐẸP chào")).toBe("chào");
    expect(strip("@Bot Tiệm Hoa Đẹp chào".normalize("NFD"))).toBe("chào".normalize("NFD"));
    expect(strip("@Bot\u00a0Tiệm\u00a0Hoa\u00a0Đẹp chào")).toBe("chào");
    expect(withoutOwnMention("@Bot Tiệm chào", ["Bot Tiệm".normalize("NFD")])).toBe("chào");
  });

  test("a text that is only the mention comes back empty", () => {
    expect(strip(" @Bot Tiệm Hoa Đẹp ")).toBe("");
  });

  test("of two names the longer one that fits is taken", () => {
    expect(withoutOwnMention("@Bot Shop Hà Nội ơi", ["Bot Shop", "Bot Shop Hà Nội"])).toBe("ơi");
  });
});

describe("what is no mention of the bot stays exactly as it was written", () => {
  test.each([
    ["somebody else's name that begins alike", "@Bot Tiệm Hoa Đẹpp xem giúp"],
    ["a name that goes on with a digit", "@Bot Tiệm Hoa Đẹp2 xem giúp"],
    ["a part of the name", "@Bot Tiệm Hoa xem giúp"],
    ["the name without the sign", "Bot Tiệm Hoa Đẹp ơi"],
    ["an address", "gửi về shop@bot.VDKyGxQvc"],
    ["the name with other accents", "@Bot Tiêm Hoa Đep xem giúp"],
    ["no mention at all", "  giữ nguyên  khoảng trắng "],
    ["another person", "@Lan xem giúp"],
    ["a sign alone", "3 cái @ 50k"],
  ])("%s", (_, text) => {
    expect(strip(text)).toBe(text);
  });

  test("around a mention, too", () => {
    const rest = `một\n\n  hai 👨‍👩‍👧‍👦 ${"Tiếng Việt".normalize("NFD")}`;
    expect(strip(`@Bot Tiệm Hoa Đẹp ${rest}`)).toBe(rest);
  });
});

test("without a known name nothing is taken away", () => {
  expect(withoutOwnMention("@Bot Shop chào", [])).toBe("@Bot Shop chào");
  expect(withoutOwnMention("@ chào", ["", "  "])).toBe("@ chào");
});
