/** How a list names one of the gateway's access groups. */
const ACCESS_GROUP = /^accessGroup:\S+$/;

/** What became of a list that somebody typed: bare ids, and the entries that are none, as they were typed. */
export interface ReadIds {
  ids: string[];
  wrong: string[];
}

/** The form in which an entry is written down, or undefined when it is nothing that the list may hold. */
export type ReadId = (entry: string) => string | undefined;

/** Reads ids in any form they are written, separated by commas, semicolons or lines; each once. */
export function readIds(raw: string, idOf: ReadId): ReadIds {
  const ids = new Set<string>();
  const wrong: string[] = [];
  for (const entry of raw.split(/[,;\n]/).flatMap((part) => words(part, idOf))) {
    const id = idOf(entry);
    if (id === undefined) wrong.push(entry);
    else ids.add(id);
  }
  return { ids: [...ids], wrong };
}

/** People may stand in a list by their id or as an access group of the gateway's. */
export const orAccessGroup =
  (idOf: ReadId): ReadId =>
  (entry) =>
    ACCESS_GROUP.test(entry) ? entry : idOf(entry);

/** Groups may stand in a list by their id or as `*`, all of them. */
export const orWildcard =
  (idOf: ReadId): ReadId =>
  (entry) =>
    entry === "*" ? entry : idOf(entry);

/** Ids may be separated by spaces alone, but a name with a space in it is named as one. */
function words(part: string, idOf: ReadId): string[] {
  const each = part.split(/\s+/).filter((word) => word !== "");
  return each.every((word) => idOf(word) !== undefined) ? each : [part.trim()];
}
