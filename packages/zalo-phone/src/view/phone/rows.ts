import type { PageLine } from "zalo-simulator/page/line";

/** What stands together in a chat: one message, or the pictures of an album. */
export interface Row {
  readonly line: PageLine;
  /** All pictures of the album, `line` first; just `line` for anything else. */
  readonly album: readonly PageLine[];
}

/** Puts the pictures together that were sent together. */
export function rowsOf(lines: readonly PageLine[]): readonly Row[] {
  const rows: { line: PageLine; album: PageLine[] }[] = [];
  for (const line of lines) {
    const row = rows.at(-1);
    const id = albumOf(line);
    if (row !== undefined && id !== undefined && id === albumOf(row.line) && isSameAuthor(row.line, line)) {
      row.album.push(line);
    } else {
      rows.push({ line, album: [line] });
    }
  }
  return rows;
}

const albumOf = ({ content }: PageLine): string | undefined =>
  content.kind === "image" ? content.album?.id : undefined;

const isSameAuthor = (one: PageLine, other: PageLine): boolean => one.author.id === other.author.id;
