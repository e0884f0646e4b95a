import { closesFence, type Fence, readOpening } from "./fences.ts";
import { addInline } from "./inline-markdown.ts";
import { type Style, StyledBuilder, type StyledText } from "./styled-text.ts";
import { addTable, readTable } from "./tables.ts";

/** Stands for a horizontal rule; three hyphens would make a heading of the line above. */
const RULE = "———";
const HEADINGS: readonly Style[] = ["heading-1", "heading-2", "heading-3", "heading-4"];
/** How much of a fence's opening line is looked at, in UTF-16 units; kept by nobody. */
const FENCE_LINE_MOST = 2_000;

const LIST = /^([ \t]*)([-*+]|\d{1,9}\.)([ \t]+)(?=\S)/;
const TASK = /^\[([ xX])\][ \t]+/;
const QUOTE = /^( {0,3})((?:>[ \t]?)+)/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;

/**
 * Reads what a model writes as Markdown: emphasis, code, headings (5 and 6 as 4), lists, quotes, code blocks,
 * tables, links. What a phone cannot show becomes text that reads well: code blocks lose their fence lines
 * and keep their own, each styled as code; tables become lines; links become `label (address)`. Lines stay
 * lines, and text without markup comes back as it is. Never fails, and takes time in proportion to the text.
 */
export function readMarkdown(source: string): StyledText {
  const reader = new BlockReader(source.split("\n"));
  return reader.read();
}

class BlockReader {
  readonly #lines: readonly string[];
  readonly #out = new StyledBuilder();
  /** Lines of the paragraph that is being read. */
  #paragraph: string[] = [];
  #at = 0;
  #isFirst = true;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  read(): StyledText {
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at] ?? "";
      if (this.#block(line)) continue;
      if (line.trim() === "") {
        this.#endParagraph();
        this.#line(() => this.#out.add(line));
      } else {
        this.#paragraph.push(line);
      }
      this.#at += 1;
    }
    this.#endParagraph();
    return this.#out.finish();
  }

  /** Reads what begins with `line` if that is more than a line of a paragraph. */
  #block(line: string): boolean {
    const marked = line.trimStart();
    switch (marked.charAt(0)) {
      case "`":
      case "~":
        return this.#fence(marked, line.length - marked.length);
      case "#":
        return this.#heading(line);
      case ">":
        return this.#quote(line);
      case "":
        return false;
      default:
        return this.#rule(line) || this.#item(line) || this.#table();
    }
  }

  #fence(opening: string, indent: number): boolean {
    const fence = readOpening(opening.trimEnd(), FENCE_LINE_MOST);
    if (fence === undefined) return false;
    this.#endParagraph();
    this.#at += 1;
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? "";
      if (closes(line, fence)) {
        this.#at += 1;
        break;
      }
      this.#line(() => this.#codeLine(withoutIndent(line, indent)));
    }
    return true;
  }

  #codeLine(line: string): void {
    const code = line.trimEnd();
    if (code !== "") this.#out.addAs("code", code);
    this.#out.add(line.slice(code.length));
  }

  #heading(line: string): boolean {
    const [opening, marks] = HEADING.exec(line) ?? [];
    if (opening === undefined || marks === undefined) return false;
    const title = withoutClosingMarks(line.slice(opening.length).trimEnd());
    const style = HEADINGS[Math.min(marks.length, HEADINGS.length) - 1] ?? "heading-4";
    this.#lineOf(() => {
      this.#out.open(style);
      addInline(title, this.#out);
      this.#out.close(style);
    });
    return true;
  }

  #quote(line: string): boolean {
    const [opening, indent = "", marker] = QUOTE.exec(line) ?? [];
    if (opening === undefined || marker === undefined) return false;
    const content = line.slice(opening.length);
    this.#lineOf(() => {
      this.#out.add(indent);
      this.#out.addAs("quote", marker.length > 2 ? "> " : marker);
      const item = LIST.exec(content);
      const heading = HEADING.exec(content);
      if (item) this.#itemLine(content, item);
      else if (heading) {
        this.#out.open("bold");
        addInline(withoutClosingMarks(content.slice(heading[0].length).trimEnd()), this.#out);
        this.#out.close("bold");
      } else addInline(content, this.#out);
    });
    return true;
  }

  #rule(line: string): boolean {
    const mark = line.trimStart().charAt(0);
    if (mark !== "-" && mark !== "*" && mark !== "_") return false;
    let marks = 0;
    for (const character of line) {
      if (character === mark) marks += 1;
      else if (character.trim() !== "") return false;
    }
    if (marks < 3) return false;
    this.#lineOf(() => this.#out.add(RULE));
    return true;
  }

  #item(line: string): boolean {
    const item = LIST.exec(line);
    if (item === null) return false;
    this.#lineOf(() => this.#itemLine(line, item));
    return true;
  }

  #itemLine(line: string, [opening, indent = "", marker = ""]: RegExpExecArray): void {
    const ordered = marker.endsWith(".");
    this.#out.add(indent);
    this.#out.addAs(ordered ? "ordered" : "bullet", ordered ? `${marker} ` : "- ");
    const content = line.slice(opening.length);
    const task = TASK.exec(content);
    if (task !== null) this.#out.add(task[1] === " " ? "☐ " : "☑ ");
    addInline(content.slice(task?.[0].length ?? 0), this.#out);
  }

  #table(): boolean {
    const table = readTable(this.#lines, this.#at);
    if (table === undefined) return false;
    this.#endParagraph();
    this.#line(() => addTable(table, this.#out));
    this.#at = table.end;
    return true;
  }

  /** The paragraph is read as one, because emphasis may go on over its line breaks. */
  #endParagraph(): void {
    if (this.#paragraph.length === 0) return;
    const source = this.#paragraph.join("\n");
    this.#paragraph = [];
    this.#line(() => addInline(source, this.#out));
  }

  /** One line that is a block by itself. */
  #lineOf(add: () => void): void {
    this.#endParagraph();
    this.#line(add);
    this.#at += 1;
  }

  #line(add: () => void): void {
    if (!this.#isFirst) this.#out.add("\n");
    this.#isFirst = false;
    add();
  }
}

function closes(line: string, fence: Fence): boolean {
  const marked = line.trimStart();
  return marked.startsWith(fence.mark) && closesFence(marked, fence);
}

function withoutIndent(line: string, indent: number): string {
  let from = 0;
  while (from < indent && (line.charAt(from) === " " || line.charAt(from) === "\t")) from += 1;
  return line.slice(from);
}

function withoutClosingMarks(title: string): string {
  let end = title.length;
  while (title.charAt(end - 1) === "#") end -= 1;
  if (end === 0) return "";
  const before = title.charAt(end - 1);
  return before === " " || before === "\t" ? title.slice(0, end).trimEnd() : title;
}
