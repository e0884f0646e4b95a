import type { Named } from "channel-kit/directory/find-named";
import { friendNames } from "../names/load-names.ts";
import type { Session } from "../session/port.ts";

/** Whom an account knows, to choose from; undefined where Zalo did not say. */
export interface Acquaintances {
  friends: readonly Named[] | undefined;
  groups: readonly Named[] | undefined;
}

/** Whoever is not logged in knows nobody here, and types ids or names. */
export const NOBODY_KNOWN: Acquaintances = { friends: undefined, groups: undefined };

/** Asks Zalo whom the account knows. Never rejects. */
export async function askAcquaintances(
  session: Pick<Session, "friends" | "groups">,
  signal: AbortSignal,
): Promise<Acquaintances> {
  const [friends, groups] = await Promise.allSettled([session.friends(signal), session.groups(signal)]);
  return {
    friends: friends.status === "fulfilled" ? friendNames(friends.value) : undefined,
    groups: groups.status === "fulfilled" ? groups.value.map(({ id, name }) => ({ id, name })) : undefined,
  };
}
