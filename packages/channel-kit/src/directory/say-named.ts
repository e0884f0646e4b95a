import { displayName } from "../envelope/display-name.ts";
import type { Named } from "./find-named.ts";

/** How many an explanation names at most. */
const NAMED_AT_MOST = 5;

/** `<id> (<name>)` of each, a few of them, safe to stand in a line whatever they call themselves. */
export function idsAndNames(found: readonly Named[]): string {
  const named = found
    .slice(0, NAMED_AT_MOST)
    .map(({ id, name = "" }) => `${id} (${displayName(name) ?? "no name"})`);
  const more = found.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}
