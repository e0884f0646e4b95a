import { z } from "zod";
import type { PageLine, PageLines } from "./line.ts";

/** Lines in one answer. */
const LIMIT = { usual: 50, most: 500 } as const;

/** Which lines of a thread are wanted. */
export const LinesQuery = z.strictObject({
  before: z.string().optional(),
  after: z.string().optional(),
  ids: z
    .string()
    .transform((text) => text.split(",").slice(0, LIMIT.most))
    .optional(),
  limit: z.coerce.number().int().min(1).max(LIMIT.most).default(LIMIT.usual),
});
type LinesQuery = z.infer<typeof LinesQuery>;

/** A thread's messages as they are kept, oldest first, and how one of them is read. */
export interface Shelf<T> {
  readonly kept: readonly T[];
  idOf(message: T): string;
  /** Whether it is on this phone at all. */
  isThere(message: T): boolean;
  read(message: T): PageLine;
}

/** The lines that were asked for. Only these are read, however many there are. */
export function readLines<T>(shelf: Shelf<T>, { before, after, ids, limit }: LinesQuery): PageLines {
  const { kept } = shelf;
  if (ids !== undefined) {
    const wanted = new Set(ids);
    const found = kept.filter((message) => wanted.has(shelf.idOf(message)) && shelf.isThere(message));
    return { lines: found.map((message) => shelf.read(message)) };
  }
  const indexOf = (id: string) => kept.findLastIndex((message) => shelf.idOf(message) === id);
  if (after !== undefined) {
    // What followed a line that is forgotten cannot be told: everything that is left follows it.
    const found: T[] = [];
    for (let at = indexOf(after) + 1; at < kept.length && found.length <= limit; at += 1) {
      const message = kept[at];
      if (message !== undefined && shelf.isThere(message)) found.push(message);
    }
    const lines = found.slice(0, limit).map((message) => shelf.read(message));
    return found.length > limit ? { lines, more: true } : { lines };
  }
  const found: T[] = [];
  const end = before === undefined ? kept.length : indexOf(before);
  for (let at = end - 1; at >= 0 && found.length <= limit; at -= 1) {
    const message = kept[at];
    if (message !== undefined && shelf.isThere(message)) found.push(message);
  }
  const shown = found.slice(0, limit).toReversed();
  const first = shown[0];
  const lines = shown.map((message) => shelf.read(message));
  return found.length > limit && first !== undefined ? { lines, earlier: shelf.idOf(first) } : { lines };
}
