import { orAccessGroup, orWildcard, type ReadIds, readIds } from "channel-kit/setup/read-ids";
import { isGroupId, parseTarget } from "../ids.ts";

/** Reads ids of people in any form they are written, separated by commas, semicolons or lines. */
export const readPeople = (raw: string): ReadIds => readIds(raw, orAccessGroup(personId));

/** Reads ids of groups; `*` stands for all of them. */
export const readGroups = (raw: string): ReadIds => readIds(raw, orWildcard(groupId));

function personId(entry: string): string | undefined {
  const id = parseTarget(entry);
  return id === undefined || isGroupId(id) ? undefined : id;
}

function groupId(entry: string): string | undefined {
  const id = parseTarget(entry);
  return id !== undefined && isGroupId(id) ? id : undefined;
}
