import { describe, expect, test } from "vitest";
import { chunkText, LEAST_LIMIT, TEXT_LIMIT } from "./chunk.ts";

const FAMILY = "👨‍👩‍👧‍👦";
const FLAG = "🇻🇳";
const SENTENCE = "Hôm nay trời Hà Nội se lạnh, phố cổ đông người và quán phở nào cũng kín chỗ. ";

const ink = (text: string) => text.replace(/\s+/g, "");

describe("text that needs no cutting", () => {
  test("a message within the limit comes back unchanged, white space included", () => {
    const text = "  Xin chào!\n\n```ts\nlet x;\n";
    expect(chunkText(text)).toEqual([text]);
    expect(chunkText("a".repeat(TEXT_LIMIT))).toEqual(["a".repeat(TEXT_LIMIT)]);
  });

  test("nothing and white space are no message", () => {
    expect(chunkText("")).toEqual([]);
    expect(chunkText(" \n\t\u3000\u00a0")).toEqual([]);
    expect(chunkText("\n".repeat(5000))).toEqual([]);
  });

  test("a limit that cannot work is refused", () => {
    for (const limit of [LEAST_LIMIT - 1, 0, -5, 2.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => chunkText("xin chào", { limit })).toThrow(RangeError);
    }
  });
});

describe("where prose is cut", () => {
  test("at the last paragraph rather than at a later line", () => {
    expect(chunkText("aaaa aaaa\n\nbbbb\ncccc dddd", { limit: 20 })).toEqual([
      "aaaa aaaa",
      "bbbb\ncccc dddd",
    ]);
  });

  test("at the last line rather than at a later sentence", () => {
    expect(chunkText("aaaa aaaa\nbbb. cccc dddd", { limit: 18 })).toEqual(["aaaa aaaa", "bbb. cccc dddd"]);
  });

  test("at the last sentence rather than at a later word", () => {
    const text = "Tôi đến rồi. Bạn ở đâu thế nhỉ";
    expect(chunkText(text, { limit: 20 })).toEqual(["Tôi đến rồi.", "Bạn ở đâu thế nhỉ"]);
    expect(chunkText("Anh hỏi: “Đi không?” rồi thôi luôn", { limit: 28 })[0]).toBe("Anh hỏi: “Đi không?”");
  });

  test("after a Chinese full stop, which no space follows", () => {
    expect(chunkText("今天天气很好。我们去吃河粉吧", { limit: 10 })).toEqual([
      "今天天气很好。",
      "我们去吃河粉吧",
    ]);
  });

  test("between words when there is nothing better", () => {
    expect(chunkText("một hai ba bốn năm", { limit: 11 })).toEqual(["một hai ba", "bốn năm"]);
  });

  test("not at a break so early that the message would be tiny", () => {
    const [first] = chunkText(`Ừ.\n\n${SENTENCE.repeat(40)}`);
    expect(first?.length).toBeGreaterThan(TEXT_LIMIT / 2);
  });

  test("not through a link that fits into a message of its own", () => {
    const link = `https://example.com/${"duong-dan/".repeat(197)}`;
    expect(chunkText(`Xem ở đây nhé: ${link}`)).toEqual(["Xem ở đây nhé:", link]);
  });

  test("through a link that fits into no message", () => {
    const link = `https://example.com/${"a".repeat(5000)}`;
    const pieces = chunkText(`Xem: ${link}`);
    expect(pieces.map((piece) => piece.length)).toEqual([2000, 2000, 1025]);
    expect(pieces.join("")).toBe(`Xem: ${link}`);
  });

  test("between two words joined by a no-break space only when nothing else is left", () => {
    expect(chunkText("giá tiền 100\u00a0000\u00a0đồng", { limit: 16 })).toEqual([
      "giá tiền",
      "100\u00a0000\u00a0đồng",
    ]);
  });

  test("with CRLF kept inside a message and dropped whole at a cut", () => {
    const text = "dòng một\r\ndòng hai\r\n\r\ndòng ba\r\n";
    expect(chunkText(text, { limit: 22 })).toEqual(["dòng một\r\ndòng hai", "dòng ba\r\n"]);
  });

  test("with the indentation of the next line kept", () => {
    const text = "- phở bò tái\n  - thêm trứng\n  - không hành";
    expect(chunkText(text, { limit: 30 })).toEqual(["- phở bò tái\n  - thêm trứng", "  - không hành"]);
  });
});

describe("what is never torn apart", () => {
  test("a Vietnamese letter written as a base and its marks", () => {
    const word = "ệ".normalize("NFD");
    const pieces = chunkText(word.repeat(1000));
    expect(pieces.map((piece) => piece.length)).toEqual([1998, 1002]);
    expect(pieces.join("").normalize("NFC")).toBe("ệ".repeat(1000));
  });

  test("the same answer in NFC and NFD is cut into whole words both times", () => {
    for (const form of ["NFC", "NFD"]) {
      const text = SENTENCE.repeat(60).normalize(form);
      const pieces = chunkText(text);
      expect(pieces.every((piece) => piece.trimEnd().endsWith("."))).toBe(true);
      expect(ink(pieces.join(""))).toBe(ink(text));
    }
  });

  test("a family, a skin tone, a flag", () => {
    for (const emoji of [
      FAMILY,
      "👍🏽",
      FLAG,
      "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
      "❤️‍🔥",
    ]) {
      for (const lead of ["", "a", "ab", "abc"]) {
        const pieces = chunkText(lead + emoji.repeat(600), { limit: 100 });
        for (const piece of pieces) expect(piece.replaceAll(emoji, "").replace(lead, "")).toBe("");
      }
    }
  });

  test("the pairs in a row of flags, counted from where the row begins", () => {
    const pieces = chunkText(`Việt Nam ${FLAG.repeat(3000)}`, { limit: 1001 });
    for (const piece of pieces) expect(piece.replace("Việt Nam ", "").length % 4).toBe(0);
  });

  test("the flags after a heap of format characters that is itself too long", () => {
    const pieces = chunkText(`${"\u0600".repeat(7)}${FLAG.repeat(4)}`, { limit: 10 });
    expect(pieces.slice(1).join("")).toBe(FLAG.repeat(4));
    for (const piece of pieces.slice(1)) expect(piece.replaceAll(FLAG, "")).toBe("");
  });

  test("a space that carries a mark of its own", () => {
    const text = "abcdefgh \u0301xyz";
    expect(chunkText(text, { limit: 9 }).join("")).toBe(text);
    expect(chunkText(text, { limit: 9 })[0]).toBe("abcdefgh");
  });

  test("one letter under more marks than a message holds is cut, but no surrogate pair is", () => {
    const heap = `a${"\u{1d167}".repeat(3000)}`;
    const pieces = chunkText(heap);
    expect(pieces.map((piece) => piece.length)).toEqual([1999, 2000, 2000, 2]);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });

  test("lone surrogates pass through", () => {
    const text = "\ud800a\udc00 ".repeat(30);
    expect(ink(chunkText(text, { limit: 10 }).join(""))).toBe(ink(text));
  });
});

describe("a fenced block", () => {
  test("that is cut is closed, and reopened with its language", () => {
    const text = "```ts\nlet a = 1;\nlet b = 2;\nlet c = 3;\n```";
    expect(chunkText(text, { limit: 32 })).toEqual([
      "```ts\nlet a = 1;\nlet b = 2;\n```",
      "```ts\nlet c = 3;\n```",
    ]);
  });

  test("that would fit into the next message goes there whole", () => {
    const code = "```py\nprint(1)\nprint(2)\n```";
    const prose = "Đoạn mã này in ra hai con số:";
    expect(chunkText(`${prose}\n${code}\nXong.`, { limit: 50 })).toEqual([prose, `${code}\nXong.`]);
  });

  test("keeps the indentation and the blank lines around a cut", () => {
    const code = "def f():\n    if x:\n        return 1\n\n    return 2\n";
    const pieces = chunkText(`\`\`\`python\n${code}\`\`\``, { limit: 54 });
    expect(pieces).toHaveLength(2);
    const lines = pieces.map((piece) => piece.split("\n").slice(1, -1).join("\n"));
    expect(`${lines.join("\n")}\n`).toBe(code);
  });

  test("keeps every space of a code line that is too long", () => {
    const line = "x  =  [1,   2,    3,  4,   5,    6]";
    const pieces = chunkText(`~~~\n${line}\n~~~`, { limit: 24 });
    expect(pieces.map((piece) => piece.slice(4, -4)).join("")).toBe(line);
    expect(pieces.every((piece) => piece.startsWith("~~~\n") && piece.endsWith("\n~~~"))).toBe(true);
  });

  test("inside a longer fence is just text", () => {
    const inner = "```js\na();\n```\n";
    const pieces = chunkText(`\`\`\`\`md\n${inner.repeat(6)}\`\`\`\``, { limit: 60 });
    expect(pieces.length).toBeGreaterThan(1);
    for (const piece of pieces) {
      expect(piece.startsWith("````md\n")).toBe(true);
      expect(piece.endsWith("\n````")).toBe(true);
    }
  });

  test("with tildes is not closed by backticks", () => {
    const pieces = chunkText(`~~~sh\n${"echo 1\n```\n".repeat(8)}~~~`, { limit: 50 });
    for (const piece of pieces) expect(piece).toMatch(/^~~~sh\n[^~]*\n~~~$/);
  });

  test("indented by three spaces is a fence, by four is not", () => {
    const three = chunkText(`   \`\`\`c\n${"int a;\n".repeat(9)}   \`\`\``, { limit: 40 });
    expect(three[1]?.startsWith("   ```c\n")).toBe(true);
    const four = chunkText(`a\n    \`\`\`c\n${"int a;\n".repeat(9)}`, { limit: 40 });
    expect(four[1]?.startsWith("int a;")).toBe(true);
  });

  test("that is never closed is closed at cuts only", () => {
    const pieces = chunkText(`\`\`\`\n${"dòng mã\n".repeat(6)}`, { limit: 30 });
    expect(pieces).toEqual([
      "```\ndòng mã\ndòng mã\n```",
      "```\ndòng mã\ndòng mã\n```",
      "```\ndòng mã\ndòng mã\n",
    ]);
  });

  test.each([
    ["like the opening line", "\n```\n"],
    ["longer than the opening line", "\n``````````\n"],
    ["indented", "\n   ```\n"],
    ["after CRLF", "\r\n```\r\n"],
    ["after blank lines", "\n\n\n\n```\n"],
  ])("whose closing line, %s, is alone left over closes where it was cut", (_how, closing) => {
    for (let limit = 20; limit < 60; limit += 1) {
      for (const rest of ["", "Xong rồi nhé."]) {
        const pieces = chunkText(`\`\`\`ts\n${"let a;\n".repeat(11)}let a;${closing}${rest}`, { limit });
        for (const piece of pieces) expect(piece.replaceAll(/`{3,}(ts)?/g, "").trim()).not.toBe("");
        expect(ink(pieces.join("").replaceAll(/`{3,}(ts)?/g, ""))).toBe(ink("let a;".repeat(12) + rest));
      }
    }
  });

  test("never leaves its opening line behind", () => {
    for (let lead = 1; lead < 60; lead += 1) {
      const text = `${"a".repeat(lead)}\n\`\`\`ts\n${"let a;\n".repeat(12)}\`\`\``;
      for (const piece of chunkText(text, { limit: 50 })) expect(piece).not.toMatch(/```ts\n+(```)?$/);
    }
  });

  test("of blank lines before its first code is opened where the code is", () => {
    expect(chunkText(`\`\`\`ts\n${"\n".repeat(3000)}  let a;\n\`\`\``)).toEqual(["```ts\n  let a;\n```"]);
  });

  test("keeps its opening line when blank code and a cluster too big for the fence follow", () => {
    const heap = `n${"\u0301".repeat(9)}`;
    for (const [text, limit] of [
      [`~~~\n${"\n".repeat(9)}${heap}xin`, 16],
      [`\`\`\`\`\r\n${"\r\n".repeat(10)}${FAMILY}${FAMILY}`, 31],
      [`\`\`\`\n${"\n".repeat(12)}${FAMILY}`, 16],
    ] as const) {
      const pieces = chunkText(text, { limit });
      expect(pieces[0]).toMatch(/^[~`]{3}/);
      expect(ink(pieces.join(""))).toContain(text.includes(heap) ? heap : FAMILY);
    }
  });

  test("with an endless info string is reopened with its language, and without any if that is endless too", () => {
    const code = `${"x = 1\n".repeat(20)}\`\`\``;
    const named = chunkText(`\`\`\`ts ${"t".repeat(40)}\n${code}`, { limit: 60 });
    expect(named[1]?.startsWith("```ts\n")).toBe(true);
    const nameless = chunkText(`\`\`\`${"t".repeat(40)}\n${code}`, { limit: 60 });
    expect(nameless[1]?.startsWith("```\n")).toBe(true);
    const text = `\`\`\`${"t".repeat(5000)}\n${code}`;
    expect(ink(chunkText(text).join(""))).toBe(ink(text));
  });

  test("is cut like any text when fences are switched off, or the limit is tiny", () => {
    const text = "```ts\nlet a = 1;\nlet b = 2;\n```";
    for (const pieces of [chunkText(text, { limit: 16, fences: false }), chunkText(text, { limit: 5 })]) {
      expect(ink(pieces.join(""))).toBe(ink(text));
    }
  });

  test("does not begin in the middle of a line that was cut before backticks", () => {
    for (const piece of chunkText("aaa ```bbb ".repeat(40), { limit: 30 })) expect(piece).not.toMatch(/^```/);
  });
});

test("a long Vietnamese answer arrives complete, in order and readable", () => {
  const code = `\`\`\`python\n${'def chao(ten):\n    return f"Xin chào {ten}"\n\n'.repeat(60)}\`\`\``;
  const prose = `${SENTENCE.repeat(8).trimEnd()} ${FAMILY}${FLAG}\n\n- một 🍜\n- hai ☕\n\n`;
  const text = `${prose.repeat(7)}${code}\n\n${prose.repeat(5)}`;
  expect(text.length).toBeGreaterThan(10_000);

  const pieces = chunkText(text);
  expect(ink(pieces.join("").replaceAll(/```(python)?/g, ""))).toBe(
    ink(text.replaceAll(/```(python)?/g, "")),
  );
  for (const piece of pieces) {
    expect(piece.length).toBeLessThanOrEqual(TEXT_LIMIT);
    expect((piece.match(/^```/gm) ?? []).length % 2).toBe(0);
  }
  for (const piece of pieces.slice(0, -1)) expect(piece.length).toBeGreaterThan(TEXT_LIMIT / 2);
});
