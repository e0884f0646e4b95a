import { computed, signal } from "@preact/signals";
import { read } from "../api/ask.ts";
import type { JournalEntry } from "../api/journal-entry.ts";
import { nextFrame } from "./refresher.ts";

/** Entries that the page remembers; the simulator remembers more. */
const KEPT = 2_000;

export type EntryGroup = "all" | "messages" | "calls" | "connection";

/** The latest entries, oldest first. */
export const entries = signal<readonly JournalEntry[]>([]);
export const shownGroup = signal<EntryGroup>("all");
export const filter = signal("");
/** The `seq` after which nothing is shown while the journal is paused. */
export const pausedAt = signal<number | undefined>(undefined);

let waiting: JournalEntry[] = [];

/** Takes an entry up, many of them with one drawing. */
export function noteEntry(entry: JournalEntry): void {
  waiting.push(entry);
  if (waiting.length > 1) return;
  nextFrame(() => {
    const latest = waiting;
    waiting = [];
    const last = entries.value.at(-1)?.seq ?? 0;
    entries.value = [...entries.value, ...latest.filter(({ seq }) => seq > last)].slice(-KEPT);
  });
}

/** Reads what happened before the page was there. */
export async function readPast(nextSeq: number): Promise<void> {
  const from = Math.max(1, nextSeq - PAST_READ);
  if (entries.value.length > 0 || from >= nextSeq) return;
  const past = await read<{ entries: readonly JournalEntry[] }>(
    `/control/journal?from=${from}&limit=${PAST_READ}`,
  );
  const first = entries.value[0]?.seq ?? Number.POSITIVE_INFINITY;
  entries.value = [...past.entries.filter(({ seq }) => seq < first), ...entries.value];
}

/** Entries from before that are worth showing. */
const PAST_READ = 300;

/** Forgets what is shown. */
export function clearEntries(): void {
  waiting = [];
  entries.value = [];
  pausedAt.value = undefined;
}

export function pauseEntries(): void {
  pausedAt.value = pausedAt.value === undefined ? (entries.value.at(-1)?.seq ?? 0) : undefined;
}

const MESSAGES = /message|typing|redelivered|handed-over|lost|dropped|group-changed|friends-changed/;
const CALLS = /^(?:api-call|web-call|upload-whole|photo-fetched|voice-fetched)$/;

export function groupOf(kind: string): Exclude<EntryGroup, "all"> {
  if (CALLS.test(kind)) return "calls";
  return MESSAGES.test(kind) ? "messages" : "connection";
}

/** What the filter lets through, newest first. */
export const shownEntries = computed<readonly JournalEntry[]>(() => {
  const sought = filter.value.trim().toLowerCase();
  const until = pausedAt.value ?? Number.POSITIVE_INFINITY;
  return entries.value
    .filter((entry) => entry.seq <= until)
    .filter(({ kind }) => shownGroup.value === "all" || groupOf(kind) === shownGroup.value)
    .filter((entry) => sought === "" || JSON.stringify(entry).toLowerCase().includes(sought))
    .toReversed();
});
