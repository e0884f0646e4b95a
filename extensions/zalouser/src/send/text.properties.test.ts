import { fc } from "channel-kit/testing/examples";
import { expect, test } from "vitest";
import { formatText } from "./text.ts";

interface Line {
  mark: string;
  words: string;
  /** How often the words are said. */
  times: number;
}

/** A line of a list, or of what stands between lists. */
const line: fc.Arbitrary<Line> = fc.record({
  mark: fc.constantFrom("- ", "- ", "- ", "  - ", "    - ", "1. ", "2. ", "7. ", "  1. ", "# ", "", "\n"),
  words: fc.constantFrom(
    "phở",
    "món **số 7** còn hàng",
    "**đậm** *nghiêng* ~~bỏ~~",
    'nói "vâng"',
    "một câu dài hơn, để các tin đầy lên mỗi lúc mỗi khác.",
    "👩‍👩‍👧‍👦",
  ),
  times: fc.integer({ min: 1, max: 12 }),
});
/** Some lines over and over, so that the whole takes several messages. */
const lines = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 8 }), fc.integer({ min: 4, max: 30 }))
  .map(([some, rounds]) => Array.from({ length: rounds }, () => some).flat());

const write = (all: readonly Line[], mark: (typed: string) => string): string =>
  all.map(({ mark: typed, words, times }) => mark(typed) + `${words} `.repeat(times)).join("\n");

/** The same mark as nothing but text. */
const escaped = (mark: string): string => mark.replace("-", "\\-").replace(".", "\\.");

test("lists that Zalo draws never take more messages than the same with their marks as text", () => {
  fc.assert(
    fc.property(lines, (all) => {
      const drawn = formatText(write(all, (mark) => mark));
      const typed = formatText(write(all, escaped));
      expect(drawn.length).toBeLessThanOrEqual(typed.length);
    }),
    { numRuns: 300 },
  );
});

test("lists are drawn when that takes no more messages, however long the text is", () => {
  const paragraph = "Một đoạn dài giữa hai danh sách, không có kiểu chữ nào cả. ".repeat(30);
  const messages = formatText(`- phở\n- bún\n\n${paragraph}\n\n${paragraph}\n\n- chả\n- nem`);
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.flatMap(({ styles = [] }) => styles.map(({ style }) => style))).toEqual(
    Array.from({ length: 4 }, () => "lst_1"),
  );
});
