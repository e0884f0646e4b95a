import { nameKey } from "channel-kit/directory/find-named";
import { parseTarget, splitName, splitTarget } from "../ids.ts";

/** Whom a list is about. */
export type NamedKind = "person" | "group";

/** One entry of a list of people, or one key of `groups`, as it was typed. */
export type ListEntry =
  /** Everybody, an access group of the gateway's, or blank: not for us to resolve. */
  | { is: "other" }
  | { is: "id"; id: string }
  /** An id of the other kind: a group among people, or a person among groups. */
  | { is: "wrong-kind" }
  /** `readings` are what the name may be, the most literal one first; `key` is equal for equal names. */
  | { is: "name"; key: string; readings: readonly string[] };

/** How the gateway's own lists of senders are referred to. */
const ACCESS_GROUP = /^accessGroup:/;
const CHAT_KIND = { person: "direct", group: "group" } as const;

/** What reads as an id is one: no name that somebody may give himself can stand for digits. */
export function readEntry(raw: string, kind: NamedKind): ListEntry {
  const typed = raw.trim();
  const name = splitName(typed);
  if (typed === "" || typed === "*" || ACCESS_GROUP.test(typed)) return { is: "other" };
  const target = parseTarget(typed);
  if (target !== undefined) {
    const said = splitTarget(typed).kind;
    const isOther = said !== undefined && said !== CHAT_KIND[kind];
    return isOther ? { is: "wrong-kind" } : { is: "id", id: target.id };
  }
  // What may be taken off is taken off only when nobody is called so.
  const without = name.kind === undefined || name.kind === CHAT_KIND[kind] ? name.rest : typed;
  if (without === "" || without === "*") return { is: "other" };
  return { is: "name", key: nameKey(without), readings: [...new Set([typed, without])] };
}

/** True when somebody has to be asked for what the entry means. */
export const isName = (raw: string, kind: NamedKind): boolean => readEntry(raw, kind).is === "name";
