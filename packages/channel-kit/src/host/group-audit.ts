import type { ChannelPlugin } from "openclaw/plugin-sdk/channel-core";
import { hasEntries, hasWildcard } from "../policy/allow-list.ts";
import { groupClosed, groupSenders } from "../policy/decide.ts";
import { groupRule } from "../policy/group-rule.ts";
import type { PolicySettings } from "../policy/settings.ts";

type Security = NonNullable<ChannelPlugin["security"]>;
export type AuditFinding = Awaited<ReturnType<NonNullable<Security["collectAuditFindings"]>>>[number];

export interface GroupAudit {
  channelId: string;
  /** Who is in the groups: `the bot`. */
  subject: string;
  /** An id that no group has: what holds for it holds for every group that nobody has listed. */
  anyGroup: string;
}

/** Who may use the agent in groups, as far as it is more people than an operator may think. */
export function groupFindings(
  { channelId, subject, anyGroup }: GroupAudit,
  { policy, settingsPath, accountId }: { policy: PolicySettings; settingsPath: string; accountId: string },
): AuditFinding[] {
  const rule = groupRule(anyGroup, policy);
  const senders = rule.allowFrom ?? groupSenders(policy);
  if (groupClosed(rule, policy) !== undefined) return [];
  if (hasEntries(senders) && !hasWildcard(senders)) return [];
  const isOpen = policy.groupPolicy === "open";
  return [
    {
      checkId: isOpen ? `channels.${channelId}.groups.open` : `channels.${channelId}.groups.any_member`,
      severity: isOpen ? "critical" : "warn",
      title: `Zalo groups are open to anybody (account: ${accountId})`,
      detail: isOpen
        ? `${settingsPath}.groupPolicy is "open" and no list of people is set: every member of every group that ${subject} is in may use the agent.`
        : `${settingsPath}.groups has "*" and no list of people is set: every member of every group that ${subject} is in may use the agent.`,
      remediation: `Set ${settingsPath}.groupAllowFrom to the people who may${isOpen ? `, or ${settingsPath}.groupPolicy to "allowlist"` : `, or list groups by id in ${settingsPath}.groups instead of "*"`}.`,
    },
  ];
}
