import type { ChannelPlugin, OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { type GroupRule, groupRule } from "../policy/group-rule.ts";
import type { PolicySettings } from "../policy/settings.ts";

type GroupAdapter = NonNullable<ChannelPlugin["groups"]>;
type Asked = Parameters<NonNullable<GroupAdapter["resolveToolPolicy"]>>[0];
type ToolPolicy = ReturnType<NonNullable<GroupAdapter["resolveToolPolicy"]>>;

/**
 * What the gateway asks about a group: its own entry, then `"*"`, field by field. `bareId` takes off what the
 * gateway may write before a group's id.
 */
export function groupAdapter(
  policyOf: (cfg: OpenClawConfig, accountId: string | null | undefined) => PolicySettings,
  bareId: (groupId: string) => string = (groupId) => groupId,
): GroupAdapter {
  const ruleOf = ({ cfg, accountId, groupId }: Asked): GroupRule | undefined =>
    groupId ? groupRule(bareId(groupId), policyOf(cfg, accountId)) : undefined;
  return {
    resolveRequireMention: (asked) => ruleOf(asked)?.requireMention,
    resolveToolPolicy: (asked) => toolPolicy(ruleOf(asked)?.tools),
  };
}

/** The gateway wants lists that it may change. */
function toolPolicy(tools: GroupRule["tools"]): ToolPolicy {
  if (tools === undefined) return undefined;
  return {
    ...(tools.allow === undefined ? {} : { allow: [...tools.allow] }),
    ...(tools.alsoAllow === undefined ? {} : { alsoAllow: [...tools.alsoAllow] }),
    ...(tools.deny === undefined ? {} : { deny: [...tools.deny] }),
  };
}
