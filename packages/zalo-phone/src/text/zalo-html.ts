import type { Look, ShownLine, Span } from "./shown.ts";

/** The tags within a line that Zalo draws. */
const LOOKS: ReadonlyMap<string, Look> = new Map<string, Look>([
  ["b", { bold: true }],
  ["strong", { bold: true }],
  ["i", { italic: true }],
  ["em", { italic: true }],
  ["u", { underline: true }],
  ["s", { strike: true }],
  ["del", { strike: true }],
  ["strike", { strike: true }],
  ["code", { code: true }],
]);

/** The tags that stand on lines of their own. */
const BLOCK = /^(?:h[1-6]|p|div|ul|ol|li|blockquote|br)$/;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

const TOKEN = /<(\/?)([a-z][a-z0-9]*)\b[^<>]*>|&(\w+|#\d{1,7});|[^<&]+|[<&]/gi;

/** The deepest heading there is; Zalo draws smaller ones like it. */
const SMALLEST_HEADING = 4;

/** What Zalo draws of a text that came with `parse_mode: html`. Tags that it does not know are left out, their words stay. */
export function readZaloHtml(text: string): readonly ShownLine[] {
  const reader = new Reader();
  for (const [token, close, tag, entity] of text.matchAll(TOKEN)) {
    if (tag !== undefined) reader.tag(tag.toLowerCase(), close === "/");
    else if (entity !== undefined) reader.words(entityOf(entity) ?? token);
    else reader.words(token);
  }
  return reader.end();
}

function entityOf(name: string): string | undefined {
  if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()];
  const code = Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** Where one is in the text: the open tags, and the line that is being put together. */
class Reader {
  readonly #lines: ShownLine[] = [];
  readonly #open: string[] = [];
  /** Of each open list, how many items it has had. */
  readonly #lists: { ordered: boolean; items: number }[] = [];
  #spans: Span[] = [];
  /** A block has just ended or begun, so that a line break here is only how the source was written. */
  #atBlock = false;

  words(text: string): void {
    const look: Look = Object.assign({}, ...this.#open.map((tag) => LOOKS.get(tag) ?? {}));
    for (const [at, words] of text.split("\n").entries()) {
      if (at > 0 && !this.#atBlock && this.#lists.length === 0) this.#finish(true);
      else if (at > 0) this.#finish(false);
      if (words === "" || (words.trim() === "" && this.#spans.length === 0)) continue;
      this.#spans.push({ text: words, look });
      this.#atBlock = false;
    }
  }

  tag(tag: string, closes: boolean): void {
    if (BLOCK.test(tag)) this.#finish(tag === "br");
    this.#atBlock = tag !== "br" && (this.#atBlock || BLOCK.test(tag));
    if (tag === "br") return;
    if (tag === "ul" || tag === "ol") {
      if (closes) this.#lists.pop();
      else this.#lists.push({ ordered: tag === "ol", items: 0 });
    }
    if (closes) {
      const at = this.#open.lastIndexOf(tag);
      if (at !== -1) this.#open.splice(at, 1);
      return;
    }
    this.#open.push(tag);
    const list = this.#lists.at(-1);
    if (tag === "li" && list !== undefined) list.items += 1;
  }

  end(): readonly ShownLine[] {
    this.#finish(false);
    return this.#lines;
  }

  /** Ends the line; an empty one is kept only where it was asked for. */
  #finish(keepEmpty: boolean): void {
    const spans = this.#spans;
    if (spans.length === 0 && !keepEmpty) return;
    this.#spans = [];
    this.#lines.push(this.#lineOf(spans));
  }

  #lineOf(spans: readonly Span[]): ShownLine {
    const list = this.#lists.at(-1);
    if (list !== undefined && this.#open.includes("li") && spans.length > 0) {
      const depth = this.#lists.length - 1;
      return list.ordered
        ? { kind: "number", depth, number: list.items, spans }
        : { kind: "bullet", depth, spans };
    }
    const heading = this.#open.findLast((tag) => /^h[1-6]$/.test(tag));
    if (heading !== undefined) {
      return { kind: "heading", level: Math.min(Number(heading.slice(1)), SMALLEST_HEADING), spans };
    }
    return { kind: this.#open.includes("blockquote") ? "quote" : "plain", spans };
  }
}
