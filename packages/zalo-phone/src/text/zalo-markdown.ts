import type { Look, ShownLine, Span } from "./shown.ts";

/** Marks of Zalo's Markdown that stand on both sides of the words, longest first. */
const MARKS: readonly (readonly [mark: string, look: Look])[] = [
  ["***", { bold: true, italic: true }],
  ["___", { bold: true, italic: true }],
  ["**", { bold: true }],
  ["__", { bold: true }],
  ["~~", { strike: true }],
  ["*", { italic: true }],
  ["_", { italic: true }],
];

/** Words in braces that Zalo takes for markup, with the colours of its text styles. */
const TAGS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ["red", { colour: "#db342e" }],
  ["orange", { colour: "#f27806" }],
  ["yellow", { colour: "#f7b503" }],
  ["green", { colour: "#15a85f" }],
  ["big", { size: 18 }],
  ["underline", { underline: true }],
]);

/** Spaces that nest an item by one level. */
const SPACES_PER_LEVEL = 2;

/**
 * What Zalo draws of a text that came with `parse_mode: markdown`. Every line stands for itself, marks without
 * a partner are text, and what Zalo does not know (fences, tables, links) stays as it was typed.
 */
export function readZaloMarkdown(text: string): readonly ShownLine[] {
  return text.split("\n").map(readLine);
}

function readLine(line: string): ShownLine {
  const heading = /^(#{1,4}) +(.+)$/.exec(line);
  if (heading !== null) {
    return { kind: "heading", level: (heading[1] ?? "").length, spans: readSpans(heading[2] ?? "") };
  }
  const bullet = /^( *)[-*+] +(.+)$/.exec(line);
  if (bullet !== null) {
    return { kind: "bullet", depth: depthOf(bullet[1] ?? ""), spans: readSpans(bullet[2] ?? "") };
  }
  const numbered = /^( *)(\d{1,9})[.)] +(.+)$/.exec(line);
  if (numbered !== null) {
    const [, indent = "", number = "", words = ""] = numbered;
    return { kind: "number", depth: depthOf(indent), number: Number(number), spans: readSpans(words) };
  }
  const quote = /^> ?(.*)$/.exec(line);
  if (quote !== null) return { kind: "quote", spans: readSpans(quote[1] ?? "") };
  return { kind: "plain", spans: readSpans(line) };
}

const depthOf = (indent: string): number => Math.floor(indent.length / SPACES_PER_LEVEL);

/** The looks within one line. */
export function readSpans(text: string, look: Look = {}): readonly Span[] {
  const spans: Span[] = [];
  let plain = 0;
  let at = 0;
  const take = (until: number, inner: readonly Span[], next: number) => {
    if (until > plain) spans.push({ text: text.slice(plain, until), look });
    spans.push(...inner);
    plain = next;
    at = next;
  };
  while (at < text.length) {
    const found = codeAt(text, at, look) ?? tagAt(text, at, look) ?? markAt(text, at, look);
    if (found === undefined) at += 1;
    else take(at, found.spans, found.end);
  }
  if (plain < text.length) spans.push({ text: text.slice(plain), look });
  return spans;
}

interface Found {
  readonly spans: readonly Span[];
  /** Where the text goes on behind it. */
  readonly end: number;
}

function codeAt(text: string, at: number, look: Look): Found | undefined {
  if (text[at] !== "`" || text[at + 1] === "`") return undefined;
  const end = text.indexOf("`", at + 1);
  if (end === -1) return undefined;
  return { spans: [{ text: text.slice(at + 1, end), look: { ...look, code: true } }], end: end + 1 };
}

function tagAt(text: string, at: number, look: Look): Found | undefined {
  if (text[at] !== "{") return undefined;
  const name = /^\{([a-z]+)\}/.exec(text.slice(at, at + 12))?.[1] ?? "";
  const own = TAGS.get(name);
  const start = at + name.length + 2;
  const end = own === undefined ? -1 : text.indexOf(`{/${name}}`, start);
  if (own === undefined || end === -1) return undefined;
  return { spans: readSpans(text.slice(start, end), { ...look, ...own }), end: end + name.length + 3 };
}

function markAt(text: string, at: number, look: Look): Found | undefined {
  for (const [mark, own] of MARKS) {
    if (!text.startsWith(mark, at)) continue;
    const start = at + mark.length;
    if (!opens(text, at, start)) continue;
    const end = closing(text, mark, start);
    if (end === -1) continue;
    return { spans: readSpans(text.slice(start, end), { ...look, ...own }), end: end + mark.length };
  }
  return undefined;
}

const isSpace = (character: string | undefined): boolean => character === undefined || /\s/u.test(character);
const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** An opening mark touches the words it is for; an underscore within a word is a part of it. */
function opens(text: string, at: number, start: number): boolean {
  if (isSpace(text[start])) return false;
  return text[at] !== "_" || !isWord(text[at - 1]);
}

/** Where the partner of a mark stands: behind its words, and no part of a longer mark. */
function closing(text: string, mark: string, from: number): number {
  const sign = mark[0] ?? "";
  for (let at = text.indexOf(mark, from); at !== -1; at = text.indexOf(mark, at + 1)) {
    let run = at;
    while (text[run] === sign) run += 1;
    const length = run - at;
    // What is longer opens and closes something of its own, or closes both when all of it fits.
    if (length !== mark.length && length !== mark.length + 2 && length !== 3) {
      at = run - 1;
      continue;
    }
    const end = length === mark.length ? at : run - mark.length;
    const fits = end > from && !isSpace(text[end - 1]) && (sign !== "_" || !isWord(text[run]));
    const inner = text.slice(from, end);
    if (fits && balanced(inner, mark)) return end;
    at = run - 1;
  }
  return -1;
}

/** Whether the other mark of the same sign stands in pairs between the two: `**a *b***` ends at its end. */
function balanced(inner: string, mark: string): boolean {
  const sign = mark[0] ?? "";
  if (sign === "~") return true;
  const runs = inner.match(sign === "*" ? /\*+/g : /_+/g) ?? [];
  return runs.length % 2 === 0;
}
