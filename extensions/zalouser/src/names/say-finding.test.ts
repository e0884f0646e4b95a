import { expect, test } from "vitest";
import type { NameFinding } from "./resolve-names.ts";
import { sayFinding } from "./say-finding.ts";

const finding = (own: Partial<NameFinding>): NameFinding => ({
  list: "allowFrom",
  entry: "Lan",
  kind: "person",
  why: "unknown",
  candidates: [],
  ...own,
});
const LANS = [
  { id: "4000000000000000002", name: "Lan" },
  { id: "4000000000000000003", name: "Lan\u202e\n" },
];

test.each([
  [
    finding({ why: "ambiguous", candidates: LANS }),
    '"Lan" in allowFrom is the name of several: 4000000000000000002 (Lan), 4000000000000000003 (Lan), so it matches nobody.',
    "Put the id of the one you mean in its place.",
  ],
  [
    finding({ candidates: LANS.slice(0, 1) }),
    '"Lan" in allowFrom is the name of no friend, so it matches nobody.',
    "Put an id in its place. Alike: 4000000000000000002 (Lan).",
  ],
  [
    finding({ kind: "group", list: "groups" }),
    '"Lan" in groups is the name of no group of this account, so it matches nobody.',
    "Put an id in its place: openclaw directory groups list --channel zalouser",
  ],
  [
    finding({ why: "vanished", candidates: [{ id: "4000000000000000002" }] }),
    '"Lan" in allowFrom means 4000000000000000002, who is no friend of this account any more, so it matches nobody.',
    "Take it out, or put an id in its place: openclaw directory peers list --channel zalouser",
  ],
  [
    finding({ why: "wrong-kind", entry: "group:777777" }),
    '"group:777777" in allowFrom is a group, and this list is of people, so it matches nobody.',
    "Groups go into groups; people go into allowFrom and groupAllowFrom.",
  ],
  [
    finding({ why: "not-asked" }),
    '"Lan" in allowFrom is a name, and Zalo could not be asked whose, so it matches nobody.',
    "Put the id in its place, or restart the account once Zalo can be reached.",
  ],
])("%#", (one, message, fix) => {
  expect(sayFinding(one)).toEqual({ message, fix });
});
