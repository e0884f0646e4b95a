import { describe, expect, test } from "vitest";
import { fc } from "../testing/examples.ts";
import { chunkText, LEAST_LIMIT } from "./chunk.ts";

const RUNS = { numRuns: 600 };

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
const FENCE_LINE = /^ {0,3}(?:`{3,}|~{3,})/;
const ink = (text: string) => text.replace(/\s+/g, "");

/** Pieces of text that hurt: what fences, clusters and white space are made of. */
const nasty = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom("`", "``", "```", "````", "~~~", "```ts", "~~~\n", "```\n", "\n```\n"),
  },
  { weight: 3, arbitrary: fc.constantFrom("\n", "\n\n", "\r\n", "\r", " ", "   ", "\t", "\u00a0", "\u3000") },
  {
    weight: 3,
    arbitrary: fc.constantFrom("\u0301", "\u0323\u0302", "\u200d", "\ufe0f", "\u0600", "🏽", "🇻", "🇳"),
  },
  { weight: 2, arbitrary: fc.constantFrom("\ud83d", "\udc68", "\ud800", "\udfff") },
  {
    weight: 3,
    arbitrary: fc.constantFrom("👨‍👩‍👧‍👦", "👍🏽", "🇻🇳", "ệ", "e\u0323\u0302", "क्ष", "각", "。", "漢"),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom("a", "xin chào.", "đường phố ", "- mục một\n", "1. ", "let x = 1;\n"),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const repeated = fc.tuple(nasty, fc.integer({ min: 1, max: 60 })).map(([part, times]) => part.repeat(times));
const text = fc
  .array(fc.oneof({ weight: 8, arbitrary: nasty }, { weight: 1, arbitrary: repeated }), {
    maxLength: 80,
    size: "max",
  })
  .map((parts) => parts.join(""));
const limit = fc.oneof(fc.integer({ min: 10, max: 60 }), fc.integer({ min: 10, max: 2000 }));

describe("of any text, for any limit", () => {
  test("every piece holds ink and is within the limit", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: LEAST_LIMIT, max: 80 }), fc.boolean(), (input, most, fences) => {
        for (const piece of chunkText(input, { limit: most, fences })) {
          expect(piece.trim()).not.toBe("");
          expect(piece.length).toBeLessThanOrEqual(most);
        }
      }),
      RUNS,
    );
  });

  test("without fences only white space is lost, and only at cuts", () => {
    fc.assert(
      fc.property(text, limit, (input, most) => {
        let at = 0;
        for (const piece of chunkText(input, { limit: most, fences: false })) {
          const found = input.indexOf(piece, at);
          expect(found).toBeGreaterThanOrEqual(at);
          expect(input.slice(at, found).trim()).toBe("");
          at = found + piece.length;
        }
        expect(input.slice(at).trim()).toBe("");
      }),
      RUNS,
    );
  });

  test("with fences only white space is lost, and only fence lines are added", () => {
    fc.assert(
      fc.property(text, limit, (input, most) => {
        expect(accountsFor(chunkText(input, { limit: most }), input)).toBe(true);
      }),
      RUNS,
    );
  });

  test("no cut goes through a grapheme cluster that fits into a piece", () => {
    fc.assert(
      fc.property(text, limit, (input, most) => {
        const pieces = chunkText(input, { limit: most, fences: false });
        let at = 0;
        for (const piece of pieces) {
          const start = input.indexOf(piece, at);
          at = start + piece.length;
          for (const cut of [start, at])
            expect(tornCluster(input, cut)).toSatisfy((torn) => fitsNot(torn, most));
        }
      }),
      RUNS,
    );
  });

  test("no cut separates the halves of a surrogate pair", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: LEAST_LIMIT, max: 200 }), (input, most) => {
        fc.pre(input.isWellFormed());
        for (const piece of chunkText(input, { limit: most })) expect(piece.isWellFormed()).toBe(true);
      }),
      RUNS,
    );
  });
});

describe("of an answer as models write them", () => {
  const word = fc.constantFrom("phở", "Hà", "Nội.", "đường", "👨‍👩‍👧‍👦", "🇻🇳", "xin", "`mã`", "**đậm**");
  const line = fc.array(word, { minLength: 1, maxLength: 12, size: "max" }).map((words) => words.join(" "));
  const prose = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n"));
  const codeLine = fc
    .tuple(fc.integer({ min: 0, max: 8 }), line)
    .map(([depth, words]) => " ".repeat(depth) + words.replaceAll("`", ""));
  const code = fc
    .record({
      marks: fc.constantFrom("```", "````", "~~~"),
      info: fc.constantFrom("", "ts", "python title=a.py"),
      lines: fc.array(codeLine, { minLength: 1, maxLength: 12, size: "max" }),
      lineBreak: fc.constantFrom("\n", "\r\n"),
      indent: fc.constantFrom("", "", "  "),
      longer: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ marks, info, lines, lineBreak, indent, longer }) =>
      [marks + info, ...lines, indent + marks + marks.charAt(0).repeat(longer)].join(lineBreak),
    );
  const answer = fc
    .array(fc.oneof(prose, code), { minLength: 1, maxLength: 8, size: "max" })
    .map((blocks) => blocks.join("\n\n"));
  const roomy = fc.integer({ min: 64, max: 400 });

  test("every piece closes the fences it opens", () => {
    fc.assert(
      fc.property(answer, roomy, (input, most) => {
        for (const piece of chunkText(input, { limit: most })) expect(openFence(piece)).toBeUndefined();
      }),
      RUNS,
    );
  });

  test("no piece holds fence lines only", () => {
    fc.assert(
      fc.property(answer, roomy, (input, most) => {
        for (const piece of chunkText(input, { limit: most })) {
          expect(piece.split("\n").some((each) => each.trim() !== "" && !FENCE_LINE.test(each))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test("code stays code and prose stays prose", () => {
    fc.assert(
      fc.property(answer, roomy, (input, most) => {
        const whole = inkByKind([input]);
        expect(inkByKind(chunkText(input, { limit: most }))).toEqual(whole);
      }),
      RUNS,
    );
  });

  test("every emoji arrives in one piece, however little room the fence lines leave", () => {
    fc.assert(
      fc.property(answer, fc.integer({ min: 11, max: 100 }), (input, most) => {
        expect(chunkText(input, { limit: most }).flatMap(bigClusters)).toEqual(bigClusters(input));
      }),
      RUNS,
    );
  });

  test("a piece that is followed by another is not absurdly small", () => {
    fc.assert(
      fc.property(answer, roomy, (input, most) => {
        for (const piece of chunkText(input, { limit: most }).slice(0, -1)) {
          // Half of what lies between the fence lines, which take at most half; words here are short.
          expect(piece.length).toBeGreaterThan(most / 4 - 11);
        }
      }),
      RUNS,
    );
  });
});

/** True when the pieces, less fence lines at their ends, spell the input; a closing line may be ours instead. */
function accountsFor(pieces: readonly string[], input: string): boolean {
  const target = ink(input);
  let places = new Set([0]);
  for (const piece of pieces) {
    const reached = new Set<number>();
    for (const variant of variants(piece)) {
      for (const at of places) if (target.startsWith(variant, at)) reached.add(at + variant.length);
    }
    for (const at of [...reached]) {
      const marks = /^(?:`{3,}|~{3,})/.exec(target.slice(at))?.[0].length ?? 0;
      for (let length = 3; length <= marks; length += 1) reached.add(at + length);
    }
    places = reached;
  }
  return places.has(target.length);
}

function variants(piece: string): string[] {
  const lines = piece.split("\n");
  const first = FENCE_LINE.test(lines[0] ?? "") ? 1 : 0;
  const last = FENCE_LINE.test(lines.at(-1) ?? "") ? 1 : 0;
  const found: string[] = [];
  for (let from = 0; from <= first; from += 1) {
    for (let less = 0; less <= last; less += 1)
      found.push(ink(lines.slice(from, lines.length - less).join("\n")));
  }
  return found;
}

function tornCluster(input: string, cut: number): string | undefined {
  const cluster = segmenter.segment(input).containing(cut);
  return cluster === undefined || cluster.index === cut ? undefined : cluster.segment;
}

function bigClusters(text: string): string[] {
  return [...segmenter.segment(text)].map(({ segment }) => segment).filter((each) => ink(each).length > 1);
}

const fitsNot = (torn: string | undefined, most: number) => torn === undefined || torn.length > most;

/** A second, naive reading of fences: the marks that are open after the last line. */
function openFence(
  piece: string,
  onLine: (line: string, inside: boolean) => void = () => {},
): string | undefined {
  let open: string | undefined;
  for (const line of piece.split("\n")) {
    const marks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (open === undefined) {
      if (marks === undefined) onLine(line, false);
      else open = marks;
    } else if (marks?.startsWith(open) === true && line.trim() === marks) open = undefined;
    else onLine(line, true);
  }
  return open;
}

function inkByKind(pieces: readonly string[]): { code: string; prose: string } {
  const found = { code: "", prose: "" };
  for (const piece of pieces) {
    openFence(piece, (line, inside) => {
      found[inside ? "code" : "prose"] += ink(line);
    });
  }
  return found;
}
