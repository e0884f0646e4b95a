import { addInline } from "./inline-markdown.ts";
import type { StyledBuilder } from "./styled-text.ts";

export interface Table {
  header: readonly string[];
  rows: readonly (readonly string[])[];
  /** The line after the last row. */
  end: number;
}

/** A column's name of more UTF-16 units is not repeated with every value. */
const NAME_MOST = 60;

/** Reads the table whose header is line `at`; `undefined` when none begins there. */
export function readTable(lines: readonly string[], at: number): Table | undefined {
  const first = lines[at] ?? "";
  const second = lines[at + 1] ?? "";
  if (!first.includes("|") || !isDivider(second)) return undefined;
  const header = cellsOf(first);
  if (header.length !== cellsOf(second).length) return undefined;
  const rows: string[][] = [];
  let end = at + 2;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? "";
    if (!line.includes("|")) break;
    rows.push(cellsOf(line));
  }
  return { header, rows, end };
}

/**
 * Adds a table in a form that a narrow screen can show. With one or two columns every row is a line, `a: b`;
 * with more, a row is its first cell and below it a list of the others, each with its column's name.
 */
export function addTable({ header, rows }: Table, out: StyledBuilder): void {
  const isNarrow = header.length <= 2 || header.some((name) => name.length > NAME_MOST);
  if (isNarrow || rows.length === 0) {
    out.open("bold");
    addRow(header, out);
    out.close("bold");
    for (const row of rows) {
      out.add("\n");
      addRow(row, out);
    }
    return;
  }
  rows.forEach((row, index) => {
    if (index > 0) out.add("\n\n");
    addRecord(header, row, out);
  });
}

function addRow(cells: readonly string[], out: StyledBuilder): void {
  cells.forEach((cell, index) => {
    if (index > 0) out.add(cells.length === 2 ? ": " : " | ");
    addInline(cell, out);
  });
}

function addRecord(header: readonly string[], row: readonly string[], out: StyledBuilder): void {
  let isFirst = true;
  row.forEach((cell, index) => {
    if (cell === "") return;
    const name = header[index] ?? "";
    if (!isFirst) {
      out.add("\n");
      out.addAs("bullet", "- ");
    }
    if (isFirst) out.open("bold");
    if (name !== "") {
      addInline(name, out);
      out.add(": ");
    }
    addInline(cell, out);
    if (isFirst) out.close("bold");
    isFirst = false;
  });
}

/** True for the line of hyphens below a header, such as `| --- | :-: |`. */
function isDivider(line: string): boolean {
  if (!line.includes("|") || !line.includes("-")) return false;
  return cellsOf(line).every((cell) => /^:?-+:?$/.test(cell));
}

function cellsOf(line: string): string[] {
  const cells: string[] = [];
  let cell = "";
  const inside = line.trim().replace(/^\|/, "");
  for (let at = 0; at < inside.length; at += 1) {
    const character = inside.charAt(at);
    if (character === "\\" && inside.charAt(at + 1) === "|") {
      cell += "|";
      at += 1;
    } else if (character === "|") {
      cells.push(cell.trim());
      cell = "";
    } else cell += character;
  }
  if (cell.trim() !== "") cells.push(cell.trim());
  return cells;
}
