import { bearersOf, distinct, type Named, search, soundalikesOf } from "channel-kit/directory/find-named";
import { formatTarget, splitName } from "../ids.ts";
import { friendNames } from "../names/load-names.ts";
import type { GroupProfile, Profile } from "../session/port.ts";
import { ask } from "./ask.ts";

/** Friends and groups under the targets that they are written to at: a bare id, or `group:<id>`. */
export type Acquaintances = Record<"direct" | "group", readonly Named[]>;

export async function acquaintancesOf(accountId: string): Promise<Acquaintances> {
  const [friends, groups] = await Promise.all([
    ask({ accountId, what: "friends" }),
    ask({ accountId, what: "groups" }),
  ]);
  return underTargets(friends, groups);
}

export const underTargets = (
  friends: readonly Profile[],
  groups: readonly GroupProfile[],
): Acquaintances => ({
  direct: friendNames(friends),
  group: groups.map(({ id, name }) => ({ id: formatTarget({ kind: "group", id }), name })),
});

/** Who may have been meant by what an operator typed. */
export interface Lookup {
  /** Those who bear exactly this name, accents included. */
  bearers: readonly Named[];
  /** Those who bear it when accents are ignored. */
  soundalikes: readonly Named[];
  /** Those whose names contain it. */
  alike: readonly Named[];
}

/** Looks a name up among friends and groups, or among one of them when that was typed before it: `group:Nhóm`. */
export function lookUp(typed: string, known: Acquaintances): Lookup {
  const { kind, rest } = splitName(typed);
  const all = kind === undefined ? [...known.direct, ...known.group] : known[kind];
  return {
    bearers: distinct(bearersOf(all, rest)),
    soundalikes: distinct(soundalikesOf(all, rest)),
    alike: distinct(search(all, rest)),
  };
}
