import { nameKey } from "channel-kit/directory/find-named";
import { parseTarget, splitTarget, withoutChannel } from "../ids.ts";

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
/** Before a name a kind needs its colon: `G-Dragon` is a name. */
const KIND_BEFORE_NAME = { person: /^(?:user|dm):/i, group: /^group:/i } as const;

/** What reads as an id is one: no name that somebody may give himself can stand for digits. */
export function readEntry(raw: string, kind: NamedKind): ListEntry {
  const typed = raw.trim();
  const bare = withoutChannel(typed);
  if (bare === "" || bare === "*" || ACCESS_GROUP.test(typed)) return { is: "other" };
  const target = parseTarget(typed);
  if (target !== undefined) {
    const said = splitTarget(typed).kind;
    const isOther = said !== undefined && said !== (kind === "group" ? "group" : "direct");
    return isOther ? { is: "wrong-kind" } : { is: "id", id: target.id };
  }
  const named = bare.replace(KIND_BEFORE_NAME[kind], "").trim();
  const readings = [...new Set([typed, bare, named])].filter((reading) => reading !== "");
  return { is: "name", key: nameKey(bare), readings };
}

/** True when somebody has to be asked for what the entry means. */
export const isName = (raw: string, kind: NamedKind): boolean => readEntry(raw, kind).is === "name";
