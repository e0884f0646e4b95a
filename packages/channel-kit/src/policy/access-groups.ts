/** How an allow list refers to a named set of senders of the gateway's `accessGroups`. */
const REFERENCE = "accessGroup:";

/** The gateway's static access group; kinds other than `message.senders` cannot be resolved from config. */
export interface AccessGroup {
  type: string;
  members?: Readonly<Record<string, readonly (string | number)[]>>;
}

/**
 * Replaces each `accessGroup:<name>` by the members it has for all channels and for this one. A reference
 * that cannot be resolved stays as typed, so that the list stays non-empty and the entry matches nobody.
 */
export function expandAccessGroups(
  list: readonly string[],
  groups: Readonly<Record<string, AccessGroup>> | undefined,
  channelId: string,
): string[] {
  return list.flatMap((entry) => {
    const trimmed = entry.trim();
    if (groups === undefined || !trimmed.startsWith(REFERENCE)) return [entry];
    const name = trimmed.slice(REFERENCE.length).trim();
    const group = Object.hasOwn(groups, name) ? groups[name] : undefined;
    if (group?.type !== "message.senders") return [entry];
    const members = [...(group.members?.["*"] ?? []), ...(group.members?.[channelId] ?? [])].map(String);
    return members.length === 0 ? [entry] : members;
  });
}
