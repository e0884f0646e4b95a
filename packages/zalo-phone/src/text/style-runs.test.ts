import { expect, test } from "vitest";
import { readStyleRuns } from "./style-runs.ts";

test("looks overlap, and lines cut them", () => {
  const text = "Giá mới\nchỉ 50k";
  const runs = [
    { start: 0, len: text.length, st: "b" },
    { start: 8, len: 4, st: "c_db342e" },
    { start: 12, len: 3, st: "f_18,c_db342e" },
  ];
  expect(readStyleRuns(text, runs)).toEqual([
    { kind: "plain", spans: [{ text: "Giá mới", look: { bold: true } }] },
    {
      kind: "plain",
      spans: [
        { text: "chỉ ", look: { bold: true, colour: "#db342e" } },
        { text: "50k", look: { bold: true, colour: "#db342e", size: 18 } },
      ],
    },
  ]);
});

test("offsets count UTF-16 units, so that a look stays on its words behind an emoji", () => {
  expect(readStyleRuns("🍜 bò", [{ start: 3, len: 2, st: "i" }])[0]?.spans).toEqual([
    { text: "🍜 ", look: {} },
    { text: "bò", look: { italic: true } },
  ]);
});

test("items are numbered as they are nested, and begin anew after other lines", () => {
  const text = "một\ntrong một\nhai\nhết\nlại một";
  const run = (words: string, st: string) => ({ start: text.indexOf(words), len: words.length, st });
  const lines = readStyleRuns(text, [
    { start: 0, len: 3, st: "lst_2" },
    run("trong một", "lst_2"),
    run("trong một", "ind_10"),
    run("hai", "lst_2"),
    run("lại một", "lst_2"),
  ]);
  expect(lines.map(({ kind, depth, number }) => [kind, depth, number])).toEqual([
    ["number", 0, 1],
    ["number", 1, 1],
    ["number", 0, 2],
    ["plain", undefined, undefined],
    ["number", 0, 1],
  ]);
});

test("bullets, picked names and looks nobody knows", () => {
  const lines = readStyleRuns(
    "@An xem\nphở",
    [
      { start: 8, len: 3, st: "lst_1" },
      { start: 0, len: 3, st: "sparkles" },
    ],
    [{ pos: 0, len: 3 }],
  );
  expect(lines).toEqual([
    {
      kind: "plain",
      spans: [
        { text: "@An", look: { mention: true } },
        { text: " xem", look: {} },
      ],
    },
    { kind: "bullet", depth: 0, spans: [{ text: "phở", look: {} }] },
  ]);
});
