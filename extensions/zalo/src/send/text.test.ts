import { fc } from "channel-kit/testing/examples";
import { TEXT_LIMIT } from "channel-kit/text/chunk";
import { readMarkdown } from "channel-kit/text/markdown";
import { describe, expect, test } from "vitest";
import { formatText } from "./text.ts";

const plainOf = (message: ReturnType<typeof formatText>[number]) =>
  typeof message === "string" ? message : message.plain;
const wireOf = (message: ReturnType<typeof formatText>[number]) =>
  typeof message === "string" ? message : message.text;
const withoutSpace = (text: string) => text.replace(/\s+/g, "");

test("a sentence without markup goes out as it is", () => {
  for (const text of ["Chào bạn, bạn khỏe không?", "  hai\n\ncâu.  ", "2 * 3 * 4 = 24"]) {
    expect(formatText(text, "markdown")).toEqual([text]);
    expect(formatText(text, "plain")).toEqual([text]);
  }
});

test("formatted text carries its plain form", () => {
  expect(formatText("## Giá\n\n- **Phở**: 50k", "markdown")).toEqual([
    { text: "## Giá\n\n- **Phở**: 50k", plain: "Giá\n\n- Phở: 50k" },
  ]);
  expect(formatText("## Giá\n\n- **Phở**: 50k", "plain")).toEqual(["Giá\n\n- Phở: 50k"]);
});

test("nothing to say is no message", () => {
  for (const text of ["", " \n ", "```\n```", "**", "#"]) {
    expect(formatText(text, "plain").join("")).toBe(text === "**" ? "**" : "");
  }
});

test("bold that goes over a cut is bold in both messages", () => {
  const [first, second] = formatText(`**${"một hai ba. ".repeat(300).trim()}**`, "markdown").map(wireOf);
  for (const wire of [first, second]) expect(wire).toMatch(/^\*\*[^*]+\*\*$/);
});

test("a long code block is cut between lines, each of them code", () => {
  const code = Array.from({ length: 200 }, (_, at) => `  const dong_${at} = "${at}";`).join("\n");
  const messages = formatText(`\`\`\`ts\n${code}\n\`\`\``, "markdown");
  expect(messages.map(plainOf).join("\n")).toBe(code);
  for (const message of messages) {
    for (const line of wireOf(message).split("\n")) expect(line).toMatch(/^` {2}const dong_\d+ = "\d+";`$/);
  }
});

describe("of any Markdown", () => {
  const part = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom("*", "**", "_", "__", "~~", "`", "```\n", "\\", "|", "{red}") },
    {
      weight: 4,
      arbitrary: fc.constantFrom("\n", "\n\n", " ", "# ", "- ", "1. ", "> ", "**đậm** ", "`mã` "),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom("chào ", "a_b", "2 * 3", "👩‍👩‍👧‍👦", "https://a.vn/_b_", "[a](b)"),
    },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }) },
  );
  const source = fc
    .tuple(fc.array(part, { maxLength: 40, size: "max" }), fc.integer({ min: 1, max: 60 }))
    .map(([parts, times]) => parts.join("").repeat(times));
  const RUNS = { numRuns: 150 };

  test("every message fits Zalo, marked up and plain", () => {
    fc.assert(
      fc.property(source, (input) => {
        for (const message of formatText(input, "markdown")) {
          for (const text of [wireOf(message), plainOf(message)]) {
            expect(text.trim()).not.toBe("");
            expect(text.length).toBeLessThanOrEqual(TEXT_LIMIT);
          }
        }
      }),
      RUNS,
    );
  });

  test("the messages say the whole text, once and in order", () => {
    fc.assert(
      fc.property(source, fc.constantFrom("markdown", "plain"), (input, format) => {
        const said = formatText(input, format).map(plainOf).join("");
        expect(withoutSpace(said)).toBe(withoutSpace(readMarkdown(input).text));
      }),
      RUNS,
    );
  });

  test("marks are balanced in every line, and taking them away leaves the plain form", () => {
    fc.assert(
      fc.property(source, (input) => {
        for (const message of formatText(input, "markdown")) {
          if (typeof message === "string") continue;
          expect(readMarkdown(message.text).text).toBe(message.plain);
          expect(message.text).not.toMatch(/[\u200b\u2060]/);
          const plainLines = message.plain.split("\n");
          const lines = message.text.split("\n");
          expect(lines.map((line) => readMarkdown(line).text)).toEqual(plainLines);
        }
      }),
      RUNS,
    );
  });
});
