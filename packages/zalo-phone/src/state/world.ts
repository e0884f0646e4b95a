import { computed, signal } from "@preact/signals";
import type { PagePerson, PageWorld } from "zalo-simulator/page/people";
import type { PageThread } from "zalo-simulator/page/thread";
import { read } from "../api/ask.ts";
import { go, place } from "./place.ts";
import { refresher } from "./refresher.ts";

/** Everybody; undefined until it is known. */
export const world = signal<PageWorld | undefined>(undefined);

/** The person whose phone is shown: the one in the address, or else the first. */
export const me = computed<PagePerson | undefined>(() => {
  const people = world.value?.people ?? [];
  return people.find(({ id }) => id === place.value.me) ?? people[0];
});

/** The threads of that person, newest first; undefined until they are known. */
export const threads = signal<readonly PageThread[] | undefined>(undefined);

/** The thread that is open on the phone. */
export const openThread = computed<PageThread | undefined>(() =>
  threads.value?.find(({ key }) => key === place.value.thread),
);

export const refreshWorld = refresher(async () => {
  world.value = await read<PageWorld>("/page/people");
});

export const refreshThreads = refresher(async () => {
  const owner = me.value;
  if (owner === undefined) return;
  const found = await read<readonly PageThread[]>(`/page/people/${owner.id}/threads`);
  if (me.value?.id === owner.id) threads.value = found;
});

/** Takes up somebody else's phone. */
export function takePhone(id: string): void {
  if (me.value?.id === id) return;
  threads.value = undefined;
  go({ me: id, thread: undefined, scanning: false });
  refreshThreads();
}
