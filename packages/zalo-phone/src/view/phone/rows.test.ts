import { expect, test } from "vitest";
import type { PageLine } from "zalo-simulator/page/line";
import { rowsOf } from "./rows.ts";

const line = (id: string, author: string, album?: string): PageLine => ({
  id,
  at: 1,
  author: { id: author, name: author, kind: "person" },
  own: false,
  content:
    album === undefined
      ? { kind: "text", text: id, styles: [] }
      : { kind: "image", url: null, source: "", caption: "", album: { id: album, index: 0, total: 2 } },
  mentions: [],
  reactions: [],
  recalled: false,
  delivered: [],
  seen: [],
  can: { quote: true, react: true, recall: false, receipts: true },
});

test("pictures of one album stand together, and everything else stands alone", () => {
  const lines = [
    line("1", "an"),
    line("2", "an", "x"),
    line("3", "an", "x"),
    line("4", "lan", "x"),
    line("5", "lan", "y"),
    line("6", "lan"),
    line("7", "lan"),
  ];
  expect(rowsOf(lines).map(({ album }) => album.map(({ id }) => id))).toEqual([
    ["1"],
    ["2", "3"],
    ["4"],
    ["5"],
    ["6"],
    ["7"],
  ]);
});
