import { hasWildcard, normalizeEntry } from "./allow-list.ts";
import type { PolicySettings } from "./settings.ts";

/**
 * Whether more than one person may write to the account in direct chats: what makes a session that all
 * direct chats share a leak between people. `pairedIds` are those approved so far.
 */
export function severalMayWrite(
  policy: Pick<PolicySettings, "dmPolicy" | "allowFrom" | "idPrefixes">,
  pairedIds: readonly string[],
): boolean {
  if (policy.dmPolicy === "disabled") return false;
  if (hasWildcard(policy.allowFrom)) return true;
  const listed = policy.allowFrom.map((entry) => normalizeEntry(entry, policy.idPrefixes));
  const paired = policy.dmPolicy === "pairing" ? pairedIds : [];
  const people = new Set([...listed, ...paired].filter((id) => id !== undefined && id !== ""));
  return people.size > 1;
}
