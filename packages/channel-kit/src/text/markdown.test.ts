import { describe, expect, test } from "vitest";
import { readMarkdown } from "./markdown.ts";

/** The text, and what is styled in it as `style: stretch`. */
function read(...lines: string[]) {
  const { text, ranges } = readMarkdown(lines.join("\n"));
  return {
    text,
    styles: ranges.map(({ start, length, style }) => `${style}: ${text.slice(start, start + length)}`),
  };
}

describe("within a line", () => {
  test.each([
    ["**đậm** và __đậm__", "đậm và đậm", ["bold: đậm", "bold: đậm"]],
    ["*nghiêng* và _nghiêng_", "nghiêng và nghiêng", ["italic: nghiêng", "italic: nghiêng"]],
    ["***cả hai***", "cả hai", ["bold: cả hai", "italic: cả hai"]],
    ["~~bỏ~~", "bỏ", ["strike: bỏ"]],
    ["gõ `npm run *`", "gõ npm run *", ["code: npm run *"]],
    ["``a`b``", "a`b", ["code: a`b"]],
    ["**a *b* c**", "a b c", ["bold: a b c", "italic: b"]],
    ["**Giá:**50k", "Giá:50k", ["bold: Giá:"]],
    ["**“Phở”**là", "“Phở”là", ["bold: “Phở”"]],
    ["👩‍👩‍👧 **đậm**", "👩‍👩‍👧 đậm", ["bold: đậm"]],
  ])("%s is styled", (source, text, styles) => {
    expect(read(source)).toEqual({ text, styles });
  });

  test.each([
    "2 * 3 * 4",
    "snake_case_name và __init",
    "~50k, ~60k",
    "**chưa đóng",
    "chưa đóng `mã",
    "nguyen_van_a@gmail.com",
    "https://shop.vn/_a_?utm_source=zalo&utm_medium=*chat*",
    "a [b] c (d) ![e] <b>f</b>",
    "0909 *** 123",
    "1) một",
    "#khuyenmai",
    "  thụt vào, và cách cuối dòng  ",
    "C:\\tep",
  ])("%s stays as it is", (source) => {
    expect(read(source)).toEqual({ text: source, styles: [] });
  });

  test("an escaped mark is text", () => {
    expect(read("\\*không\\* \\_nghiêng\\_ \\# \\`")).toEqual({ text: "*không* _nghiêng_ # `", styles: [] });
  });

  test.each([
    ["[Trang chủ](https://a.vn/b_c_d)", "Trang chủ (https://a.vn/b_c_d)"],
    ["[Wiki](https://a.vn/Huế_(thành_phố))", "Wiki (https://a.vn/Huế_(thành_phố))"],
    ['[a](https://b.vn "tên")', "a (https://b.vn)"],
    ["[https://a.vn](https://a.vn)", "https://a.vn"],
    ["[a.vn](https://a.vn/)", "a.vn"],
    ["[a@b.vn](mailto:a@b.vn)", "a@b.vn"],
    ["![ảnh](https://a.vn/x.png)", "ảnh (https://a.vn/x.png)"],
    ["![](https://a.vn/x.png)", "https://a.vn/x.png"],
    ["<https://a.vn/_b_>", "https://a.vn/_b_"],
    ["Xem https://a.vn/_b_c.", "Xem https://a.vn/_b_c."],
    ["[a](không phải", "[a](không phải"],
  ])("%s becomes %s", (source, text) => {
    expect(read(source)).toEqual({ text, styles: [] });
  });

  test.each(["HTTP://A.VN/_b_ và xhttps://a.vn/_b_, http://", "Www.a.vn/_b_ và wwww.a.vn/_b_, www"])(
    "%s: an address is left as it is wherever it begins, and a word is no address",
    (source) => {
      expect(read(`${source} _nghiêng_`)).toEqual({
        text: `${source} nghiêng`,
        styles: ["italic: nghiêng"],
      });
    },
  );

  test("a link's label keeps its styles", () => {
    expect(read("**[Trang](https://a.vn)**").styles).toEqual(["bold: Trang (https://a.vn)"]);
  });
});

describe("lines", () => {
  test("headings lose their marks; five and six are four", () => {
    expect(read("# Một ##", "##### Năm", "####### bảy")).toEqual({
      text: "Một\nNăm\n####### bảy",
      styles: ["heading-1: Một", "heading-4: Năm"],
    });
  });

  test("lists keep their levels and numbers, whatever their marks", () => {
    expect(read("* a", "  + b", "3. c", "- [ ] d", "- [x] e")).toEqual({
      text: "- a\n  - b\n3. c\n- ☐ d\n- ☑ e",
      styles: ["bullet: - ", "bullet: - ", "ordered: 3. ", "bullet: - ", "bullet: - "],
    });
  });

  test("quotes keep one mark, and their own lists", () => {
    expect(read("> a **b**", ">> c", "> * d")).toEqual({
      text: "> a b\n> c\n> - d",
      styles: ["quote: > ", "bold: b", "quote: > ", "quote: > ", "bullet: - "],
    });
  });

  test("a rule is three dashes that make no heading of the line above", () => {
    expect(read("a", "---", "* * *").text).toBe("a\n———\n———");
  });

  test("emphasis goes on over a line break but not over a blank line", () => {
    expect(read("**a", "b** *c", "", "d*")).toEqual({ text: "a\nb *c\n\nd*", styles: ["bold: a\nb"] });
  });

  test("blank lines and CRLF stay", () => {
    expect(read("", "a\r", "", "", "b\r", "").text).toBe("\na\r\n\n\nb\r\n");
  });
});

describe("code blocks", () => {
  test("lose their fence lines and keep their own, each as code", () => {
    expect(read("a", "```ts", "if (x_y_z) {", "  // **", "", "}", "```", "b")).toEqual({
      text: "a\nif (x_y_z) {\n  // **\n\n}\nb",
      styles: ["code: if (x_y_z) {", "code:   // **", "code: }"],
    });
  });

  test("of a list item lose its indentation", () => {
    expect(read("1. a", "   ~~~", "   b", "     c", "   ~~~").text).toBe("1. a\nb\n  c");
  });

  test("that are never closed go on to the end", () => {
    expect(read("```", "*a*").styles).toEqual(["code: *a*"]);
  });
});

describe("tables", () => {
  test("of two columns have a line per row", () => {
    expect(read("| Món | Giá |", "|---|--:|", "| Phở | **50k** |", "", "hết")).toEqual({
      text: "Món: Giá\nPhở: 50k\n\nhết",
      styles: ["bold: Món: Giá", "bold: 50k"],
    });
  });

  test("of more columns have a list per row", () => {
    expect(read("Món | Cỡ | Giá", "-|-|-", "Phở | lớn | 50k", "Bún | | 40k").text).toBe(
      "Món: Phở\n- Cỡ: lớn\n- Giá: 50k\n\nMón: Bún\n- Giá: 40k",
    );
  });

  test("a line with a bar is none", () => {
    expect(read("a | b", "c | d").text).toBe("a | b\nc | d");
  });
});
