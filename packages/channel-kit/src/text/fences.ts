/** A fenced code block that is open at some place of a text. */
export interface Fence {
  mark: "`" | "~";
  /** How many marks opened it; a closing line has at least as many. */
  length: number;
  /** The lines that close and reopen it at a cut; absent when they would leave too little room for code. */
  wrap: FenceWrap | undefined;
}

export interface FenceWrap {
  header: string;
  closing: string;
  /** True when `header` is the opening line itself, not shortened to its language or its marks. */
  whole: boolean;
}

/** The two fence lines added to a piece may take this share of the limit; above it the block is cut like text. */
const FENCE_SHARE = 1 / 2;

const OPENING = /^( {0,3})(`{3,}|~{3,})(.*)$/s;
const CLOSING = /^ {0,3}(`{3,}|~{3,})\s*$/;

/** Reads an opening line, given without its line break; `undefined` when it opens nothing. */
export function readOpening(line: string, limit: number): Fence | undefined {
  const [, indent, marks, info] = OPENING.exec(line) ?? [];
  if (indent === undefined || marks === undefined || info === undefined) return undefined;
  const mark = marks.startsWith("~") ? "~" : "`";
  // Markdown's own rule: otherwise inline code such as ```x``` would open a block.
  if (mark === "`" && info.includes("`")) return undefined;
  return { mark, length: marks.length, wrap: fitWrap(indent + marks, info, limit) };
}

/** True when the line, given without its line break, closes `fence`. */
export function closesFence(line: string, fence: Fence): boolean {
  const marks = CLOSING.exec(line)?.[1];
  return marks?.startsWith(fence.mark) === true && marks.length >= fence.length;
}

/** Cheap test, without reading the line, whether it may open or close a fence (of `mark`, if given). */
export function looksLikeFence(text: string, at: number, mark?: Fence["mark"]): boolean {
  let from = at;
  while (from < at + 3 && text.charCodeAt(from) === 0x20) from += 1;
  return (mark !== "~" && text.startsWith("```", from)) || (mark !== "`" && text.startsWith("~~~", from));
}

/** Units that closing `fence` at a cut costs, its line break included. */
export function closingCost(fence: Fence | undefined): number {
  return fence?.wrap === undefined ? 0 : fence.wrap.closing.length + 1;
}

/** What a piece that begins inside `fence` is given first: its opening line, or nothing. */
export function reopening(fence: Fence | undefined): string {
  return fence?.wrap === undefined ? "" : `${fence.wrap.header}\n`;
}

function fitWrap(marks: string, info: string, limit: number): FenceWrap | undefined {
  const whole = marks + info.trimEnd();
  const language = marks + (/^\s*\S+/.exec(info)?.[0] ?? "");
  for (const header of [whole, language, marks]) {
    const cost = header.length + marks.length + 2;
    if (cost <= limit * FENCE_SHARE) return { header, closing: marks, whole: header === whole };
  }
  return undefined;
}
