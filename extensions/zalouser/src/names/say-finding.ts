import type { Named } from "channel-kit/directory/find-named";
import { idsAndNames } from "channel-kit/directory/say-named";
import type { NameFinding } from "./resolve-names.ts";

/** A finding in words for an operator. */
export interface FindingText {
  message: string;
  /** One sentence in the imperative. */
  fix: string;
}

/** Says why an entry matches nobody, and which id to put in its place. */
export function sayFinding(finding: NameFinding): FindingText {
  const what = `"${finding.entry}" in ${finding.list} ${because(finding)}, so it matches nobody.`;
  return { message: what, fix: fixOf(finding) };
}

function because({ kind, why, candidates }: NameFinding): string {
  switch (why) {
    case "unknown":
      return kind === "person" ? "is the name of no friend" : "is the name of no group of this account";
    case "ambiguous":
      return `is the name of several: ${idsAndNames(candidates)}`;
    case "vanished":
      return kind === "person"
        ? `means ${idsOf(candidates)}, who is no friend of this account any more`
        : `means group ${idsOf(candidates)}, which this account is not in any more`;
    case "wrong-kind":
      return kind === "person" ? "is a group, and this list is of people" : "is a person, and not a group";
    case "not-asked":
      return "is a name, and Zalo could not be asked whose";
  }
}

function fixOf({ kind, why, candidates }: NameFinding): string {
  const list = `openclaw directory ${kind === "person" ? "peers" : "groups"} list --channel zalouser`;
  switch (why) {
    case "ambiguous":
      return "Put the id of the one you mean in its place.";
    case "unknown":
      return candidates.length > 0
        ? `Put an id in its place. Alike: ${idsAndNames(candidates)}.`
        : `Put an id in its place: ${list}`;
    case "vanished":
      return `Take it out, or put an id in its place: ${list}`;
    case "wrong-kind":
      return "Groups go into groups; people go into allowFrom and groupAllowFrom.";
    case "not-asked":
      return "Put the id in its place, or restart the account once Zalo can be reached.";
  }
}

const idsOf = (candidates: readonly Named[]): string => candidates.map(({ id }) => id).join(", ");
