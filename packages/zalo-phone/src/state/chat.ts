import { batch, signal } from "@preact/signals";
import type { PageLine, PageLines } from "zalo-simulator/page/line";
import { act, read } from "../api/ask.ts";
import { refresher } from "./refresher.ts";
import { refreshThreads } from "./world.ts";

/** Lines of the open chat beyond which the oldest go, while one reads its end; they can be read again. */
const MOST_LINES = 500;
/** How many stay then. */
const LINES_LEFT = 200;

/** Which chat is read: the person whose phone it is, and the thread. */
export interface ChatAddress {
  readonly person: string;
  readonly thread: string;
}

/** The open chat's lines, oldest first; undefined while they are read for the first time. */
export const lines = signal<readonly PageLine[] | undefined>(undefined);
/** Where older lines begin; undefined when there are none. */
export const earlier = signal<string | undefined>(undefined);
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
  changed.clear();
  atEnd = true;
  batch(() => {
    lines.value = undefined;
    earlier.value = undefined;
    answering.value = undefined;
  });
  if (next !== undefined) refreshLines();
}

/** Reads what is new, and what changed. */
export const refreshLines = refresher(async () => {
  const from = address;
  if (from === undefined) return;
  const known = lines.value;
  const last = known?.at(-1);
  if (known === undefined || last === undefined) return readEnd(from);
  const ids = [...changed].filter((id) => known.some((line) => line.id === id));
  changed.clear();
  const anew = await readThese(from, ids);
  const page = await read<PageLines>(`${pathOf(from)}/lines?limit=200&after=${last.id}`);
  if (address !== from) return;
  const byId = new Map(anew.map((line) => [line.id, line]));
  // What was asked for by name and is not there any more was removed.
  const kept = known.flatMap((line) => (ids.includes(line.id) ? (byId.get(line.id) ?? []) : line));
  const all = [...kept, ...page.lines.filter(({ id }) => !kept.some((line) => line.id === id))];
  const cut = atEnd && all.length > MOST_LINES ? all.slice(-LINES_LEFT) : all;
  batch(() => {
    if (cut.length < all.length) earlier.value = cut[0]?.id;
    if (ids.length > 0 || page.lines.length > 0) lines.value = cut;
  });
  if (page.more) refreshLines();
  await look(from);
});

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

async function readEnd(from: ChatAddress): Promise<void> {
  const page = await read<PageLines>(`${pathOf(from)}/lines`);
  if (address !== from) return;
  batch(() => {
    lines.value = page.lines;
    earlier.value = page.earlier;
  });
  await look(from);
}

/** Reads the lines before the ones that are shown. */
export async function readEarlier(): Promise<void> {
  const from = address;
  const before = earlier.value;
  if (from === undefined || before === undefined) return;
  const page = await read<PageLines>(`${pathOf(from)}/lines?before=${before}`);
  if (address !== from || earlier.value !== before) return;
  batch(() => {
    lines.value = [...page.lines, ...(lines.value ?? [])];
    earlier.value = page.earlier;
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
  if (document.visibilityState !== "visible") return;
  const newest = lines.value?.findLast(({ own }) => !own)?.id;
  if (newest === undefined || newest === looked.get(pathOf(from))) return;
  looked.set(pathOf(from), newest);
  await act("POST", `${pathOf(from)}/seen`);
  refreshThreads();
}

/** The newest line of others that each chat was looked at up to; one entry per chat of this world. */
const looked = new Map<string, string>();
