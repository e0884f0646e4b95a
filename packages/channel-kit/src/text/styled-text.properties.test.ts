import { describe, expect, test } from "vitest";
import { fc } from "../testing/examples.ts";
import { chunkText } from "./chunk.ts";
import { readMarkdown } from "./markdown.ts";
import { chunkStyled } from "./styled-chunks.ts";
import type { StyledText } from "./styled-text.ts";

const RUNS = { numRuns: 500 };

/** What Markdown is made of, and what hurts when it is cut. */
const part = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("*", "**", "***", "_", "__", "~~", "~", "`", "``", "```", "~~~", "\\"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("\n", "\n\n", "\r\n", " ", "  ", "\t", "# ", "## ", "- ", "1. ", "> ", "---"),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("[", "](", ")", "![", "<", ">", "|", "\n|-|-|\n", "- [x] ", "{red}"),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom("chào", "đường phố.", "a", "snake_case", "2 * 3", "👩‍👩‍👧‍👦", "🇻🇳", "ệ"),
  },
  { weight: 1, arbitrary: fc.constantFrom("https://a.vn/_b_", "a_b@c.vn", "\ud83d", "\u0301", "\u200b") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const source = fc.array(part, { maxLength: 60, size: "max" }).map((parts) => parts.join(""));
const wireLength = ({ text, ranges }: StyledText) => text.length + ranges.length * 4;

describe("of any Markdown", () => {
  test("ranges lie within the text, in order, and none overlaps another of its style", () => {
    fc.assert(
      fc.property(source, (input) => {
        const { text, ranges } = readMarkdown(input);
        const ends = new Map<string, number>();
        let before = 0;
        for (const { start, length, style } of ranges) {
          expect(length).toBeGreaterThan(0);
          expect(start).toBeGreaterThanOrEqual(before);
          expect(start).toBeGreaterThanOrEqual(ends.get(style) ?? 0);
          expect(start + length).toBeLessThanOrEqual(text.length);
          before = start;
          ends.set(style, start + length);
        }
      }),
      RUNS,
    );
  });

  test("every word is kept, in order", () => {
    const words = fc.array(fc.constantFrom("phở", "bún", "50k", "chào", "số7"), { minLength: 1 });
    const mark = fc.constantFrom("*", "**", "_", "~~", "`", "# ", "\n", "- ", "> ", " ", " | ", "\\");
    fc.assert(
      fc.property(words, fc.array(mark), (all, marks) => {
        const input = all
          .map((word, at) => `${marks[at % Math.max(1, marks.length)] ?? ""}${word} `)
          .join("");
        const kept = readMarkdown(input).text.match(/phở|bún|50k|chào|số7/g);
        expect(kept).toEqual(all);
      }),
      RUNS,
    );
  });

  test("text without a mark comes back as it is", () => {
    const plain = fc
      .array(fc.constantFrom("Xin chào", " ", "\n", "đường, phố!", "👍🏽", "(a)", "50.000đ", "%"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(plain, (input) => {
        expect(readMarkdown(input)).toEqual({ text: input, ranges: [] });
      }),
      RUNS,
    );
  });
});

describe("of any styled text, cut for any limit", () => {
  const limit = fc.integer({ min: 10, max: 80 });

  test("no piece is too long on the wire, and every piece has ink", () => {
    fc.assert(
      fc.property(source, limit, (input, most) => {
        for (const piece of chunkStyled(readMarkdown(input), { limit: most, wireLength })) {
          expect(piece.text.trim()).not.toBe("");
          expect(piece.ranges.length === 0 ? piece.text.length : wireLength(piece)).toBeLessThanOrEqual(most);
        }
      }),
      RUNS,
    );
  });

  test("only white space is lost, and every range goes on where it was cut", () => {
    fc.assert(
      fc.property(source, limit, (input, most) => {
        const whole = readMarkdown(input);
        const free = { limit: most, wireLength: ({ text }: StyledText) => text.length };
        let at = 0;
        for (const { text, ranges } of chunkStyled(whole, free)) {
          const start = whole.text.indexOf(text, at);
          expect(whole.text.slice(at, start).trim()).toBe("");
          for (let unit = 0; unit < text.length; unit += 1) {
            expect(inlineAt(ranges, unit)).toEqual(inlineAt(whole.ranges, start + unit));
          }
          at = start + text.length;
        }
        expect(whole.text.slice(at).trim()).toBe("");
      }),
      { numRuns: 150 },
    );
  });

  test("without markup the cuts are those of plain text", () => {
    fc.assert(
      fc.property(source, limit, (input, most) => {
        const pieces = chunkStyled({ text: input, ranges: [] }, { limit: most, wireLength });
        expect(pieces.map(({ text }) => text)).toEqual(chunkText(input, { limit: most, fences: false }));
      }),
      RUNS,
    );
  });
});

/** Styles at one place, without the markers of lists and quotes, which are dropped when they are cut. */
function inlineAt(ranges: StyledText["ranges"], at: number): string[] {
  return ranges
    .filter(({ start, length }) => start <= at && at < start + length)
    .map(({ style }) => style)
    .filter((style) => style !== "bullet" && style !== "ordered" && style !== "quote")
    .toSorted();
}
