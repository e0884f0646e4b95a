import { batch, signal } from "@preact/signals";
import type { PageLine, PageLines } from "zalo-simulator/page/line";
import { act, read } from "../api/ask.ts";
import { refresher } from "./refresher.ts";
import { refreshThreads } from "./world.ts";

/** Lines of the open chat that are held at most, however long it is; the others can be read again. */
const MOST_LINES = 300;
/** How many stay when the end of the chat has outgrown that. */
const LINES_LEFT = 150;
/** How many earlier or later lines are read at a time. */
const LINES_AT_ONCE = 100;

/** Which chat is read: the person whose phone it is, and the thread. */
export interface ChatAddress {
  readonly person: string;
  readonly thread: string;
}

/** What is held of the open chat, without gaps and oldest first; undefined while it is read for the first time. */
export const lines = signal<readonly PageLine[] | undefined>(undefined);
/** Where older lines begin; undefined when there are none. */
export const earlier = signal<string | undefined>(undefined);
/** Whether there are newer lines than those held, because one reads far above the end. */
export const later = signal(false);
/** The line that one is about to answer. */
export const answering = signal<PageLine | undefined>(undefined);

let address: ChatAddress | undefined;
const changed = new Set<string>();
/** Whether the end of the chat is in view, so that what is far above may go. */
let atEnd = true;

const pathOf = ({ person, thread }: ChatAddress): string => `/page/people/${person}/threads/${thread}`;

/** Opens a chat, or none. */
export function openChat(next: ChatAddress | undefined): void {
  if (address?.person === next?.person && address?.thread === next?.thread) return;
  address = next;
  forgetLines();
}

/** Forgets what the open chat said, and reads it again: it may be another world's. */
export function forgetLines(): void {
  changed.clear();
  looked.clear();
  atEnd = true;
  batch(() => {
    lines.value = undefined;
    earlier.value = undefined;
    later.value = false;
    answering.value = undefined;
  });
  if (address !== undefined) refreshLines();
}

/** Reads what is new, and what changed. */
export const refreshLines = refresher(async () => {
  const from = address;
  if (from === undefined) return;
  const known = lines.value;
  const last = known?.at(-1);
  if (known === undefined || last === undefined) return readEnd();
  const ids = [...changed].filter((id) => known.some((line) => line.id === id));
  changed.clear();
  const anew = await readThese(from, ids);
  const page = later.value ? NONE : await read<PageLines>(`${pathOf(from)}/lines?limit=200&after=${last.id}`);
  if (address !== from) return;
  const byId = new Map(anew.map((line) => [line.id, line]));
  const now = lines.value ?? [];
  // What was asked for by name and is not there any more was removed.
  const kept = now.flatMap((line) => (ids.includes(line.id) ? (byId.get(line.id) ?? []) : line));
  // One may have gone elsewhere in the chat meanwhile, and then these do not follow.
  const news = now.at(-1)?.id === last.id && !later.value ? page.lines : [];
  if (ids.length > 0 || news.length > 0) hold([...kept, ...news], atEnd ? "end" : "start");
  if (page.more) refreshLines();
  await look(from);
});

const NONE: PageLines = { lines: [] };

/** Holds these lines, and no more than may be: where the reader is not, some go. */
function hold(all: readonly PageLine[], reader: "start" | "end"): void {
  batch(() => {
    if (all.length <= MOST_LINES) {
      lines.value = all;
    } else if (reader === "end") {
      lines.value = all.slice(-LINES_LEFT);
      earlier.value = lines.value[0]?.id;
    } else {
      lines.value = all.slice(0, MOST_LINES);
      later.value = true;
    }
  });
}

/** Lines by their ids, in bites that fit into an address. */
async function readThese(from: ChatAddress, ids: readonly string[]): Promise<readonly PageLine[]> {
  const found: PageLine[] = [];
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const some = ids.slice(at, at + IDS_AT_ONCE).join(",");
    found.push(...(await read<PageLines>(`${pathOf(from)}/lines?ids=${some}`)).lines);
  }
  return found;
}

const IDS_AT_ONCE = 200;

/** Reads the newest lines in place of whatever is held. */
export async function readEnd(): Promise<void> {
  const from = address;
  if (from === undefined) return;
  const page = await read<PageLines>(`${pathOf(from)}/lines`);
  if (address !== from) return;
  batch(() => {
    lines.value = page.lines;
    earlier.value = page.earlier;
    later.value = false;
  });
  await look(from);
}

/** Reads the lines before those that are held. */
export async function readEarlier(): Promise<void> {
  const from = address;
  const before = earlier.value;
  if (from === undefined || before === undefined) return;
  const page = await read<PageLines>(`${pathOf(from)}/lines?limit=${LINES_AT_ONCE}&before=${before}`);
  if (address !== from || earlier.value !== before) return;
  batch(() => {
    earlier.value = page.earlier;
    hold([...page.lines, ...(lines.value ?? [])], "start");
  });
}

/** Reads the lines behind those that are held. */
export async function readLater(): Promise<void> {
  const from = address;
  const last = lines.value?.at(-1)?.id;
  if (from === undefined || last === undefined || !later.value) return;
  const page = await read<PageLines>(`${pathOf(from)}/lines?limit=${LINES_AT_ONCE}&after=${last}`);
  if (address !== from || lines.value?.at(-1)?.id !== last) return;
  batch(() => {
    later.value = page.more === true;
    const all = [...(lines.value ?? []), ...page.lines];
    lines.value = all.slice(-MOST_LINES);
    if (all.length > MOST_LINES) earlier.value = lines.value[0]?.id;
  });
}

/** Reads everything shown anew. */
export function rereadChat(): void {
  for (const { id } of lines.value ?? []) changed.add(id);
  refreshLines();
}

/** These lines are not what they were. */
export function linesChanged(ids: readonly string[]): void {
  for (const id of ids) changed.add(id);
  refreshLines();
}

/** Where the reader is: at the end, or somewhere above. */
export function readerIs(place: "at-end" | "above"): void {
  atEnd = place === "at-end";
}

/** An open chat is looked at as long as the page can be seen. */
async function look(from: ChatAddress): Promise<void> {
  if (document.visibilityState !== "visible" || later.value) return;
  const newest = lines.value?.findLast(({ own }) => !own)?.id;
  if (newest === undefined || newest === looked.get(pathOf(from))) return;
  looked.set(pathOf(from), newest);
  await act("POST", `${pathOf(from)}/seen`);
  refreshThreads();
}

/** The newest line of others that each chat was looked at up to; one entry per chat of this world. */
const looked = new Map<string, string>();
