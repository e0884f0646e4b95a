import { z } from "zod";
import type { JournalEntry } from "../world/journal.ts";
import type { ControlParts, Route } from "./route.ts";

/** Entries in one answer when the reader names no limit. */
const DEFAULT_LIMIT = 1000;

/** The longest a wait is held open, in milliseconds. */
const LONGEST_WAIT_MS = 120_000;

const From = z.coerce.number().int().min(0).default(0);
const Limit = z.coerce.number().int().min(1).default(DEFAULT_LIMIT);
const Wait = z.strictObject({
  /** Fields that the entry must have with exactly these values, e.g. `{"kind":"bot-message"}`. */
  match: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  from: z.int().min(0).default(0),
  timeoutMs: z.int().min(0).max(LONGEST_WAIT_MS),
});

/** Reading the journal and waiting for something to appear in it. */
export function journalRoutes({ journal }: ControlParts): readonly Route[] {
  return [
    {
      verb: "GET",
      path: /^\/control\/journal$/,
      run: ({ query }) => {
        const from = From.parse(query.get("from") ?? undefined);
        const limit = Limit.parse(query.get("limit") ?? undefined);
        return { entries: journal.since(from).slice(0, limit), nextSeq: journal.nextSeq };
      },
    },
    {
      verb: "POST",
      path: /^\/control\/journal\/wait$/,
      // A wait that runs out is an answer here, not a failure: {"timedOut": true}.
      run: async ({ body }) => {
        const { match, from, timeoutMs } = Wait.parse(body);
        const wanted = Object.entries(match);
        const matches = (entry: JournalEntry) => {
          const fields = new Map<string, unknown>(Object.entries(entry));
          return wanted.every(([name, value]) => fields.get(name) === value);
        };
        return journal.waitFor(matches, { from, timeoutMs }).then(
          (entry) => ({ entry }),
          () => ({ timedOut: true }),
        );
      },
    },
  ];
}
