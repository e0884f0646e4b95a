/** How a stretch of text looks. */
export interface Look {
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  readonly code?: true;
  readonly mention?: true;
  /** A CSS colour of six hex digits, with its `#`. */
  readonly colour?: string;
  /** Size in Zalo's points, where 15 is ordinary. */
  readonly size?: number;
}

/** Text that looks the same throughout. */
export interface Span {
  readonly text: string;
  readonly look: Look;
}

/** One line of a message as a phone draws it. */
export interface ShownLine {
  readonly kind: "plain" | "heading" | "bullet" | "number" | "quote";
  readonly spans: readonly Span[];
  /** 1 to 4, of a heading. */
  readonly level?: number;
  /** What stands before an item of a numbered list. */
  readonly number?: number;
  /** How deep an item is nested, from 0. */
  readonly depth?: number;
}

/** The same lines without their looks. */
export const plainWords = (lines: readonly ShownLine[]): string =>
  lines.map(({ spans }) => spans.map(({ text }) => text).join("")).join("\n");
