import { type Delimiter, pairDelimiters, readDelimiter } from "./emphasis.ts";
import type { StyledBuilder } from "./styled-text.ts";
import { angledAddress, bareAddressEnd, linkTarget } from "./web-addresses.ts";

type Node =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "delimiter"; delimiter: Delimiter };

/** A `[` or `![` that may turn out to begin a link's label. */
interface Bracket {
  node: { kind: "text"; text: string };
  /** Where the label begins in the source. */
  labelAt: number;
}

/** Characters at which something other than text may begin. */
const SPECIAL = /[\\`*_~[\]<!\n]|[hH](?=[tT]{2}[pP])|[wW](?=[wW]{2}\.)/g;
const ESCAPABLE = /[!-/:-@[-`{-~]/;
/** Marks that do not count when a link's label is compared with its address. */
const MARKS = /[*_~`\\]/g;

/**
 * Adds a paragraph, or the content of a line, to `out`: emphasis and code as styles, links as
 * `label (address)`, pictures likewise, addresses untouched, escaped marks as text. Takes time in proportion
 * to the source.
 */
export function addInline(source: string, out: StyledBuilder): void {
  const nodes = new InlineReader(source).read();
  pairDelimiters(nodes.flatMap((node) => (node.kind === "delimiter" ? [node.delimiter] : [])));
  for (const node of nodes) {
    if (node.kind === "text") out.add(node.text);
    else if (node.kind === "code") out.addAs("code", node.text);
    else {
      const { closes, opens, mark, left } = node.delimiter;
      for (const style of closes) out.close(style);
      out.add(mark.repeat(left));
      for (const style of opens.toReversed()) out.open(style);
    }
  }
}

class InlineReader {
  readonly #source: string;
  readonly #nodes: Node[] = [];
  readonly #brackets: Bracket[] = [];
  /** Starts of the runs of backticks by their length, ascending; those before the reader are dropped. */
  readonly #ticks = new Map<number, number[]>();
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    for (const { 0: run, index } of source.matchAll(/`+/g)) {
      const starts = this.#ticks.get(run.length);
      if (starts === undefined) this.#ticks.set(run.length, [index]);
      else starts.push(index);
    }
    for (const starts of this.#ticks.values()) starts.reverse();
  }

  read(): readonly Node[] {
    const source = this.#source;
    while (this.#at < source.length) {
      SPECIAL.lastIndex = this.#at;
      const next = SPECIAL.exec(source)?.index ?? source.length;
      if (next > this.#at) this.#text(source.slice(this.#at, next), next);
      else this.#special(source.charAt(next));
    }
    return this.#nodes;
  }

  #special(character: string): void {
    switch (character) {
      case "\\":
        this.#escape();
        break;
      case "`":
        this.#code();
        break;
      case "[":
        this.#bracket("[");
        break;
      case "!":
        if (this.#source.startsWith("![", this.#at)) this.#bracket("![");
        else this.#text("!", this.#at + 1);
        break;
      case "]":
        this.#label();
        break;
      case "*":
      case "_":
      case "~":
        this.#delimiter();
        break;
      default:
        this.#address();
    }
  }

  #escape(): void {
    const escaped = this.#source.charAt(this.#at + 1);
    if (ESCAPABLE.test(escaped)) this.#text(escaped, this.#at + 2);
    // Before a line break it only asks for the break that is kept anyway.
    else this.#text(escaped === "\n" ? "" : "\\", this.#at + 1);
  }

  /** A web address, with or without angle brackets, whose marks are its own. */
  #address(): void {
    const source = this.#source;
    const angled = source.charAt(this.#at) === "<" ? angledAddress(source, this.#at) : undefined;
    const end = angled?.end ?? bareAddressEnd(source, this.#at) ?? this.#at + 1;
    this.#text(angled?.address ?? source.slice(this.#at, end), end);
  }

  #text(text: string, next: number): void {
    this.#nodes.push({ kind: "text", text });
    this.#at = next;
  }

  #delimiter(): void {
    const delimiter = readDelimiter(this.#source, this.#at);
    if (delimiter === undefined) {
      const mark = this.#source.charAt(this.#at);
      let end = this.#at + 1;
      while (this.#source.charAt(end) === mark) end += 1;
      this.#text(this.#source.slice(this.#at, end), end);
      return;
    }
    this.#nodes.push({ kind: "delimiter", delimiter });
    this.#at += delimiter.length;
  }

  #code(): void {
    const source = this.#source;
    let start = this.#at;
    while (source.charAt(start) === "`") start += 1;
    const marks = start - this.#at;
    const starts = this.#ticks.get(marks) ?? [];
    while ((starts.at(-1) ?? Number.POSITIVE_INFINITY) < start) starts.pop();
    const end = starts.at(-1);
    if (end === undefined) {
      this.#text(source.slice(this.#at, start), start);
      return;
    }
    const code = source.slice(start, end).replaceAll("\n", " ");
    const padded = code.startsWith(" ") && code.endsWith(" ") && code.trim() !== "";
    this.#nodes.push({ kind: "code", text: padded ? code.slice(1, -1) : code });
    this.#at = end + marks;
  }

  #bracket(opening: string): void {
    const node = { kind: "text" as const, text: opening };
    this.#nodes.push(node);
    this.#at += opening.length;
    this.#brackets.push({ node, labelAt: this.#at });
  }

  /** A `]`: the end of a link's label when an address follows. */
  #label(): void {
    const source = this.#source;
    const bracket = this.#brackets.pop();
    const target = bracket === undefined ? undefined : linkTarget(source, this.#at + 1);
    if (bracket === undefined || target === undefined) {
      this.#text("]", this.#at + 1);
      return;
    }
    const label = source.slice(bracket.labelAt, this.#at);
    bracket.node.text = "";
    this.#text(afterLabel(label, target.address), target.end);
  }
}

/** What is added to a link's label: its address, unless the label says the same already. */
function afterLabel(label: string, address: string): string {
  if (address === "") return "";
  if (label.trim() === "") return address;
  // The cheap test first: a label may be as long as the text.
  const mayBeSame = label.length <= address.length * 2 + 8;
  const same = mayBeSame && bare(label) === bare(address);
  return same ? "" : ` (${address})`;
}

const bare = (address: string): string =>
  address
    .trim()
    .replace(/^(?:https?:\/\/|mailto:|tel:)/i, "")
    .replace(/\/$/, "")
    .replace(MARKS, "");
