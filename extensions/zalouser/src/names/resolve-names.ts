import { bearersOf, distinct, type Named, search } from "channel-kit/directory/find-named";
import type { GroupEntry, PolicySettings } from "channel-kit/policy/settings";
import { type NamedKind, readEntry } from "./list-entry.ts";

/** Whom the account knows. Undefined when Zalo could not be asked. */
export interface Acquaintances {
  /** A friend may stand here twice: by the own name and by the one that the account's owner gave. */
  friends: readonly Named[] | undefined;
  groups: readonly Named[] | undefined;
}

/** A name that was resolved once. It keeps its id, whoever may take the name later. */
export interface NamePin {
  kind: NamedKind;
  /** As names are compared. */
  key: string;
  id: string;
}

/** Why an entry matches nobody. */
export interface NameFinding {
  /** The setting, without the path of the account: `allowFrom`, `groups`, `groups.<key>.allowFrom`. */
  list: string;
  /** As it was typed. */
  entry: string;
  kind: NamedKind;
  /**
   * - `unknown`: nobody of that name among the friends, or no such group.
   * - `ambiguous`: several.
   * - `vanished`: it meant somebody who is a friend no longer, or a group the account has left.
   * - `wrong-kind`: a group among people, or a person among groups.
   * - `not-asked`: Zalo could not be asked.
   */
  why: "unknown" | "ambiguous" | "vanished" | "wrong-kind" | "not-asked";
  /** Who may have been meant, a few of them. */
  candidates: readonly Named[];
}

/** An entry whose id was found, for the log. */
export interface ResolvedName {
  list: string;
  entry: string;
  id: string;
  /** What Zalo calls this id now; absent when it could not be asked. */
  name?: string;
}

export interface ResolvedNames {
  /** With ids in place of names. What could not be resolved stands as it was typed and matches nobody. */
  policy: PolicySettings;
  /** To be kept for the next time; those of names that stand in no list any more are left out. */
  pins: readonly NamePin[];
  findings: readonly NameFinding[];
  resolved: readonly ResolvedName[];
}

/** People and groups that a finding names at most. */
const CANDIDATES_AT_MOST = 5;

/**
 * Puts ids in place of names, so that nobody is let in for calling himself something: a name stands for exactly
 * one id of the account's own friends or groups, and goes on standing for that one.
 */
export function resolveNames(
  policy: PolicySettings,
  known: Acquaintances & { pins: readonly NamePin[] },
): ResolvedNames {
  const work = new Resolving(known);
  const ids = (list: string, entries: readonly string[]): string[] =>
    entries.map((entry) => work.resolve(list, entry, "person"));
  const groups = new Map<string, GroupEntry>();
  for (const [key, entry] of idsFirst(policy.groups)) {
    const id = work.resolve("groups", key, "group");
    const own: GroupEntry =
      entry.allowFrom === undefined
        ? entry
        : { ...entry, allowFrom: ids(`groups.${key}.allowFrom`, entry.allowFrom) };
    groups.set(id, merged(groups.get(id), own));
  }
  return {
    policy: {
      ...policy,
      allowFrom: ids("allowFrom", policy.allowFrom),
      groupAllowFrom: ids("groupAllowFrom", policy.groupAllowFrom),
      groups: Object.fromEntries(groups),
    },
    pins: work.pins,
    findings: work.findings,
    resolved: work.resolved,
  };
}

class Resolving {
  readonly #known: Acquaintances & { pins: readonly NamePin[] };
  readonly findings: NameFinding[] = [];
  readonly resolved: ResolvedName[] = [];
  readonly #pins = new Map<string, NamePin>();

  constructor(known: Acquaintances & { pins: readonly NamePin[] }) {
    this.#known = known;
  }

  get pins(): NamePin[] {
    return [...this.#pins.values()];
  }

  /** The id that the entry stands for, or the entry itself. */
  resolve(list: string, entry: string, kind: NamedKind): string {
    const read = readEntry(entry, kind);
    const refuse = (why: NameFinding["why"], candidates: readonly Named[] = []): string => {
      this.findings.push({ list, entry, kind, why, candidates: candidates.slice(0, CANDIDATES_AT_MOST) });
      return entry;
    };
    if (read.is === "other") return entry;
    if (read.is === "id") return read.id;
    if (read.is === "wrong-kind") return refuse("wrong-kind");
    const all = kind === "person" ? this.#known.friends : this.#known.groups;
    const pin = this.#known.pins.find((one) => one.kind === kind && one.key === read.key);
    if (pin !== undefined) {
      this.#keep(pin);
      const bearer = all?.find(({ id }) => id === pin.id);
      if (all !== undefined && bearer === undefined) return refuse("vanished", [{ id: pin.id }]);
      return this.#found(list, entry, pin.id, bearer?.name);
    }
    if (all === undefined) return refuse("not-asked");
    const bearers = read.readings.map((reading) => distinct(bearersOf(all, reading))).find(some) ?? [];
    const [only] = bearers;
    if (only === undefined) return refuse("unknown", distinct(search(all, read.readings.at(-1) ?? "")));
    if (bearers.length > 1) return refuse("ambiguous", bearers);
    this.#keep({ kind, key: read.key, id: only.id });
    return this.#found(list, entry, only.id, only.name);
  }

  #found(list: string, entry: string, id: string, name: string | undefined): string {
    this.resolved.push({ list, entry, id, ...(name === undefined ? {} : { name }) });
    return id;
  }

  #keep(pin: NamePin): void {
    this.#pins.set(`${pin.kind}:${pin.key}`, pin);
  }
}

const some = (found: readonly Named[]): boolean => found.length > 0;

/** A group that is listed by its id and by its name has what stands at the id first. */
const idsFirst = (groups: PolicySettings["groups"]): [string, GroupEntry][] => {
  const entries = Object.entries(groups);
  const isId = ([key]: [string, GroupEntry]) => readEntry(key, "group").is !== "name";
  return [...entries.filter(isId), ...entries.filter((one) => !isId(one))];
};

/** Field by field, the first one's word counts; `enabled` and its old name are one field. */
function merged(first: GroupEntry | undefined, second: GroupEntry): GroupEntry {
  if (first === undefined) return second;
  const enabled = first.enabled ?? first.allow ?? second.enabled ?? second.allow;
  const { allow: _, ...fields } = { ...second, ...first };
  return enabled === undefined ? fields : { ...fields, enabled };
}
