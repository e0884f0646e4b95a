import { isGroupId, parseTarget } from "../ids.ts";

/** How a list names one of the gateway's access groups. */
const ACCESS_GROUP = /^accessGroup:\S+$/;

/** What became of a list that somebody typed: bare ids, and the entries that are none, as they were typed. */
export interface ReadIds {
  ids: string[];
  wrong: string[];
}

/** Reads ids of people in any form they are written, separated by commas, semicolons or lines. */
export const readPeople = (raw: string): ReadIds => read(raw, personId);

/** Reads ids of groups; `*` stands for all of them. */
export const readGroups = (raw: string): ReadIds => read(raw, groupId);

function read(raw: string, idOf: (entry: string) => string | undefined): ReadIds {
  const ids = new Set<string>();
  const wrong: string[] = [];
  for (const entry of raw.split(/[,;\n]/).flatMap((part) => words(part, idOf))) {
    const id = idOf(entry);
    if (id === undefined) wrong.push(entry);
    else ids.add(id);
  }
  return { ids: [...ids], wrong };
}

/** Ids may be separated by spaces alone, but a name with a space in it is named as one. */
function words(part: string, idOf: (entry: string) => string | undefined): string[] {
  const each = part.split(/\s+/).filter((word) => word !== "");
  return each.every((word) => idOf(word) !== undefined) ? each : [part.trim()];
}

function personId(entry: string): string | undefined {
  if (ACCESS_GROUP.test(entry)) return entry;
  const id = parseTarget(entry);
  return id === undefined || isGroupId(id) ? undefined : id;
}

function groupId(entry: string): string | undefined {
  if (entry === "*") return entry;
  const id = parseTarget(entry);
  return id !== undefined && isGroupId(id) ? id : undefined;
}
