export type DmPolicy = "pairing" | "allowlist" | "open" | "disabled";
export type GroupPolicy = "open" | "allowlist" | "disabled";

/** Which agent tools a group may use; the gateway's own words and meaning (`deny` wins). */
export interface GroupTools {
  allow?: readonly string[];
  alsoAllow?: readonly string[];
  deny?: readonly string[];
}

/** One entry of `groups` as the operator wrote it; every absent field is looked up elsewhere. */
export interface GroupEntry {
  enabled?: boolean;
  /** Older name of `enabled`; read only when `enabled` is absent. */
  allow?: boolean;
  requireMention?: boolean;
  tools?: GroupTools;
  /** Who may trigger the agent in this group, instead of `groupAllowFrom`. Empty means not set. */
  allowFrom?: readonly string[];
  systemPrompt?: string;
}

/** Everything the policy of one account consists of. */
export interface PolicySettings {
  dmPolicy: DmPolicy;
  /** Who may write in direct chats: ids or `"*"`. Entries that are neither match nobody. */
  allowFrom: readonly string[];
  /** Already resolved, see `resolveGroupPolicy`. */
  groupPolicy: GroupPolicy;
  /**
   * Who may trigger the agent in allowed groups, under `open` too; empty means that `allowFrom` stands in
   * for it, and with both empty anyone may.
   */
  groupAllowFrom: readonly string[];
  /** Keys are group ids or `"*"`. */
  groups: Readonly<Record<string, GroupEntry>>;
  /** What people write before an id and we take off, colon included: `["zalo:", "zl:"]`. */
  idPrefixes: readonly string[];
}

export const REQUIRE_MENTION_DEFAULT = true;

export interface ResolvedGroupPolicy {
  policy: GroupPolicy;
  /** Which of the three places decided; `plugin-default` means that the operator never chose. */
  source: "account" | "channel-defaults" | "plugin-default";
}

/**
 * The group policy in force: the account's own value, then `channels.defaults.groupPolicy`, then the
 * plugin's default. The first value that is set decides even when it is not a known policy, and is then
 * `disabled`: a misspelt policy must not open groups.
 */
export function resolveGroupPolicy(
  own: string | undefined,
  channelDefault: string | undefined,
  pluginDefault: GroupPolicy,
): ResolvedGroupPolicy {
  if (own !== undefined) return { policy: known(own), source: "account" };
  if (channelDefault !== undefined) return { policy: known(channelDefault), source: "channel-defaults" };
  return { policy: pluginDefault, source: "plugin-default" };
}

function known(value: string): GroupPolicy {
  return value === "open" || value === "allowlist" ? value : "disabled";
}
