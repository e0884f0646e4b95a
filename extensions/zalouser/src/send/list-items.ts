import type { StyledRange } from "channel-kit/text/styled-text";

/** One line of a list. Offsets are UTF-16 units. */
export interface ListItem {
  isNumber: boolean;
  /** 0 for a list that stands in no other. */
  depth: number;
  lineStart: number;
  /** Behind its mark. */
  contentStart: number;
  lineEnd: number;
}

export interface Lists {
  items: ListItem[];
  /** True when every numbered list goes 1, 2, 3, without anything between its items but lists within them. */
  countFromOne: boolean;
}

/** Indentation of less is none, in columns; models indent by two to four. */
const LEAST_INDENT = 2;
const TAB_COLUMNS = 4;

/** A list at one depth of the stretch of list lines that is being read. */
interface Level {
  indent: number;
  /** The number that was read last; 0 before the first and after a bullet. */
  count: number;
}

/** Finds the list items whose marks stand in the text. Those within quotes are left as they are. */
export function readLists(text: string, ranges: readonly StyledRange[]): Lists {
  const items: ListItem[] = [];
  let levels: Level[] = [];
  let countFromOne = true;
  let nextLine = -1;
  for (const { start, length, style } of ranges) {
    if (style !== "bullet" && style !== "ordered") continue;
    const lineStart = text.lastIndexOf("\n", start - 1) + 1;
    const before = start === 0 ? "" : text.slice(lineStart, start);
    if (before.trim() !== "") {
      if (style === "ordered") countFromOne = false;
      continue;
    }
    const newline = text.indexOf("\n", start);
    const lineEnd = newline === -1 ? text.length : newline;
    if (lineStart !== nextLine) levels = [];
    nextLine = lineEnd + 1;
    const level = enter(levels, columnsOf(before));
    const isNumber = style === "ordered";
    const number = isNumber ? Number.parseInt(text.slice(start, start + length), 10) : 0;
    if (isNumber && number !== level.count + 1) countFromOne = false;
    level.count = number;
    items.push({ isNumber, depth: levels.length - 1, lineStart, contentStart: start + length, lineEnd });
  }
  return { items, countFromOne };
}

/** The level that a line with this indentation belongs to, as the last of `levels`. */
function enter(levels: Level[], indent: number): Level {
  // What was cut off above may be the list that this one stands in.
  if (levels.length === 0 && indent >= LEAST_INDENT) levels.push({ indent: 0, count: 0 });
  while (levels.length > 1 && indent < (levels.at(-1)?.indent ?? 0)) levels.pop();
  const last = levels.at(-1);
  if (last !== undefined && indent < last.indent + LEAST_INDENT) return last;
  const level = { indent, count: 0 };
  levels.push(level);
  return level;
}

function columnsOf(white: string): number {
  let columns = 0;
  for (const character of white) columns += character === "\t" ? TAB_COLUMNS : 1;
  return columns;
}
