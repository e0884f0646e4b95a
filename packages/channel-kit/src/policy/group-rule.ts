import { hasEntries, normalizeEntry, normalizeId } from "./allow-list.ts";
import {
  type GroupEntry,
  type GroupTools,
  type PolicySettings,
  REQUIRE_MENTION_DEFAULT,
} from "./settings.ts";

const EVERY_GROUP = "*";
/** Configs written for other channels name groups this way; it is taken off after the channel's prefix. */
const GROUP_PREFIX = "group:";

/** What holds in one group, each field found for itself. */
export interface GroupRule {
  /** True when `groups` has a key for this group, or `"*"`. */
  listed: boolean;
  enabled: boolean;
  requireMention: boolean;
  tools?: GroupTools;
  /** Never empty; absent when neither the group nor `"*"` narrows who may speak. */
  allowFrom?: readonly string[];
  systemPrompt?: string;
}

/**
 * Resolves the rule of one group per field: the group's own value, then that of `"*"`, then the default. A
 * group with an entry of its own therefore still inherits, for example, the tools denied for all groups.
 */
export function groupRule(
  chatId: string,
  { groups, idPrefixes }: Pick<PolicySettings, "groups" | "idPrefixes">,
): GroupRule {
  const entries = entriesFor(chatId, groups, idPrefixes);
  const first = <Value>(read: (entry: GroupEntry) => Value | undefined): Value | undefined =>
    entries.map(read).find((value) => value !== undefined);
  const tools = first((entry) => entry.tools);
  const allowFrom = first((entry) => (hasEntries(entry.allowFrom ?? []) ? entry.allowFrom : undefined));
  const systemPrompt = first((entry) => entry.systemPrompt);
  return {
    listed: entries.length > 0,
    enabled: first((entry) => entry.enabled ?? entry.allow) ?? true,
    requireMention: first((entry) => entry.requireMention) ?? REQUIRE_MENTION_DEFAULT,
    ...(tools === undefined ? {} : { tools }),
    ...(allowFrom === undefined ? {} : { allowFrom }),
    ...(systemPrompt === undefined ? {} : { systemPrompt }),
  };
}

/** The entries that speak of this group, the most particular first: exact key, other spellings, `"*"`. */
function entriesFor(
  chatId: string,
  groups: Readonly<Record<string, GroupEntry>>,
  idPrefixes: readonly string[],
): GroupEntry[] {
  const wanted = normalizeId(chatId);
  const exact: GroupEntry[] = [];
  const respelt: GroupEntry[] = [];
  const everyGroup: GroupEntry[] = [];
  for (const [key, entry] of Object.entries(groups)) {
    if (key.trim() === EVERY_GROUP) everyGroup.push(entry);
    else if (key === chatId) exact.push(entry);
    else if (groupKeyId(key, idPrefixes) === wanted) respelt.push(entry);
  }
  return [...exact, ...respelt, ...everyGroup];
}

function groupKeyId(key: string, idPrefixes: readonly string[]): string | undefined {
  const id = normalizeEntry(key, idPrefixes);
  return id === undefined ? undefined : normalizeEntry(id, [GROUP_PREFIX]);
}
