import type { FaultBook } from "../faults/fault-book.ts";
import type { MediaShelf } from "../media/shelf.ts";
import type { Personal } from "../personal/personal.ts";
import type { Journal } from "../world/journal.ts";
import type { World } from "../world/world.ts";

/** What the control API steers. */
export interface ControlParts {
  world: World;
  journal: Journal;
  faults: FaultBook;
  media: MediaShelf;
  personal: Personal;
}

export interface ControlRequest {
  /** What the groups of the route's path matched. */
  ids: readonly string[];
  query: URLSearchParams;
  body: unknown;
}

/** One thing the control API does. What `run` returns becomes the JSON answer. */
export interface Route {
  verb: "GET" | "POST" | "PATCH" | "DELETE";
  path: RegExp;
  run(request: ControlRequest): unknown;
}

/** Somebody or something named in the path does not exist: 404. */
export class NotThere extends Error {
  override readonly name = "NotThere";
}

/** The thing itself, or `NotThere`. */
export function found<T>(thing: T | undefined, what: string, id: string | undefined): T {
  if (thing === undefined) throw new NotThere(`There is no ${what} ${id}.`);
  return thing;
}

/** Looks people, bots and groups up by the ids in a request; `NotThere` for what is not. */
export const find = (world: World) => ({
  bot: (id: string | undefined) => found(world.bot(id ?? ""), "bot", id),
  person: (id: string | undefined) => found(world.person(id ?? ""), "person", id),
  group: (id: string | undefined) => found(world.group(id ?? ""), "group", id),
});
