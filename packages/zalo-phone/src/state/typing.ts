import { computed, signal } from "@preact/signals";
import { field, type JournalEntry } from "../api/journal-entry.ts";
import { me, openThread, world } from "./world.ts";

/** How long somebody is shown to type after the last sign of it, in milliseconds. */
const SHOWN_MS = 6_000;

/** Who types where: `<where>|<who>`, with the time it ends. Both are ids as the journal has them. */
const typing = signal<ReadonlyMap<string, number>>(new Map());

const keyOf = (where: string, who: string): string => `${where}|${who}`;

/** Takes note of somebody typing, and of a message, which ends it. */
export function noteTyping(entry: JournalEntry): void {
  if (entry.kind === "typing") begin(keyOf(field(entry, "chatId"), field(entry, "botId")));
  if (entry.kind === "web-typing") begin(keyOf(field(entry, "toId"), field(entry, "fromUid")));
  if (entry.kind === "bot-message") end(keyOf(field(entry, "chatId"), field(entry, "botId")));
  if (entry.kind === "chat-message") end(keyOf(field(entry, "toId"), field(entry, "fromUid")));
}

function begin(key: string): void {
  typing.value = new Map(typing.value).set(key, Date.now() + SHOWN_MS);
  setTimeout(() => {
    if ((typing.value.get(key) ?? 0) <= Date.now()) end(key);
  }, SHOWN_MS + 50);
}

function end(key: string): void {
  if (!typing.value.has(key)) return;
  const left = new Map(typing.value);
  left.delete(key);
  typing.value = left;
}

/** The names of those who type in the open chat. */
export const typists = computed<readonly string[]>(() => {
  const thread = openThread.value;
  const owner = me.value;
  const known = world.value;
  if (thread === undefined || owner === undefined || known === undefined) return [];
  const group = known.groups.find(({ id }) => id === thread.id);
  const places = thread.kind === "group" ? [thread.id, group?.webId] : [owner.id, owner.uid];
  const everybody = [
    ...known.bots.map(({ id, name }) => ({ id, who: id, name })),
    ...known.people.map(({ id, uid, name }) => ({ id, who: uid, name })),
  ].filter(({ id }) => id !== owner.id && (thread.kind === "group" || id === thread.id));
  return everybody
    .filter(({ who }) => places.some((where) => where !== undefined && typing.value.has(keyOf(where, who))))
    .map(({ name }) => name);
});
