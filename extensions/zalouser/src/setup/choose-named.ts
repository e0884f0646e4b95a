import { bearersOf, type Named, search } from "channel-kit/directory/find-named";
import { displayName } from "channel-kit/envelope/display-name";
import { type NamedKind, readEntry } from "../names/list-entry.ts";
import type { Talk } from "./talk.ts";

/** How many of those who may be meant are offered at once. */
const OFFERED_AT_MOST = 20;

export interface Choosing {
  kind: NamedKind;
  /** The list as it stands in the configuration. */
  present: readonly string[];
  /** Whom the account knows; undefined when it is not logged in or Zalo did not say. */
  known: readonly Named[] | undefined;
  message: string;
  /** What is said when the list ends up empty, where it may not be. */
  mustNotBeEmpty?: string;
  /** True when `*`, everybody, may stand on the list. */
  mayBeAll?: boolean;
}

/**
 * Asks for entries of a list: ids, names, or parts of names without accents, with commas between them. Whoever is
 * found is written down by the id; of several the operator chooses. The entries that were there stay as they were
 * written unless they are taken out.
 */
export async function chooseNamed(talk: Talk, choosing: Choosing): Promise<string[]> {
  const { prompter, words } = talk;
  const { kind, present, known, message, mustNotBeEmpty, mayBeAll = false } = choosing;
  const shown = new Map(present.map((entry) => [labelOf(entry, known), entry]));
  const answer = await prompter.text({
    message,
    initialValue: [...shown.keys()].join(", "),
    ...(known === undefined ? {} : { placeholder: words.placeholder }),
    validate: (raw) => {
      const typed = split(raw);
      if (typed.length === 0) return mustNotBeEmpty;
      if (!mayBeAll && typed.includes("*")) return words.notAll;
      const lost = typed.filter((entry) => !shown.has(entry) && candidates(entry, kind, known) === "nobody");
      return lost.length === 0 ? undefined : words.nobodyFound(lost.join(", "));
    },
  });
  const chosen: string[] = [];
  for (const entry of split(answer)) {
    const before = shown.get(entry);
    if (before === undefined) chosen.push(...(await resolve(talk, choosing, entry)));
    else chosen.push(before);
  }
  return [...new Set(chosen)];
}

async function resolve(talk: Talk, { kind, known }: Choosing, entry: string): Promise<string[]> {
  const found = candidates(entry, kind, known);
  if (found === "nobody") return [];
  if (found === "as-typed") return [writtenForm(entry, kind)];
  if (found.length === 1) return found.map(({ id }) => id);
  return await talk.prompter.multiselect({
    message: talk.words.whichOnes(entry),
    options: found.slice(0, OFFERED_AT_MOST).map((one) => ({ value: one.id, label: nameAndId(one) })),
    searchable: true,
  });
}

/** Who may be meant; `as-typed` when the entry is an id, or when there is nobody to look among. */
function candidates(
  entry: string,
  kind: NamedKind,
  known: readonly Named[] | undefined,
): readonly Named[] | "nobody" | "as-typed" {
  const read = readEntry(entry, kind);
  if (read.is === "wrong-kind") return "nobody";
  if (read.is !== "name" || known === undefined) return "as-typed";
  const exact = eachOnce(bearersOf(known, entry));
  const found = exact.length > 0 ? exact : eachOnce(search(known, entry));
  return found.length === 0 ? "nobody" : found;
}

/** A friend may be known by two names. */
const eachOnce = (named: readonly Named[]): Named[] =>
  named.filter((one, index) => named.findIndex(({ id }) => id === one.id) === index);

function writtenForm(entry: string, kind: NamedKind): string {
  const read = readEntry(entry, kind);
  return read.is === "id" ? read.id : entry.trim();
}

/** What stands in the line for an entry of before: with the name when that is known. */
function labelOf(entry: string, known: readonly Named[] | undefined): string {
  const one = known?.find(({ id }) => id === entry);
  return one === undefined ? entry : nameAndId(one);
}

/** Commas separate entries, so a name is shown without. */
function nameAndId({ id, name }: Named): string {
  const shown = displayName(name ?? "")?.replaceAll(/[,;]/g, " ");
  return shown === undefined ? id : `${shown} (${id})`;
}

const split = (raw: string): string[] =>
  raw
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
