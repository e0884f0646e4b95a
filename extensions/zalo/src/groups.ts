import { type GroupRule, groupRule } from "channel-kit/policy/group-rule";
import type { ChannelPlugin } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount, type ZaloAccount } from "./config/accounts.ts";

type GroupAdapter = NonNullable<ChannelPlugin<ZaloAccount>["groups"]>;
type Asked = Parameters<NonNullable<GroupAdapter["resolveToolPolicy"]>>[0];
type ToolPolicy = ReturnType<NonNullable<GroupAdapter["resolveToolPolicy"]>>;

/** What the gateway asks about a group: its own entry, then `"*"`, field by field. */
export const groupAdapter: GroupAdapter = {
  resolveRequireMention: (asked) => ruleOf(asked)?.requireMention,
  resolveToolPolicy: (asked) => toolPolicy(ruleOf(asked)?.tools),
};

function ruleOf({ cfg, accountId, groupId }: Asked): GroupRule | undefined {
  if (!groupId) return undefined;
  return groupRule(groupId, resolveAccount(cfg, accountId).policy);
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
