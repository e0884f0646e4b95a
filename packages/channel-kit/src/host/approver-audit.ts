import { approversCommand } from "./approvals.ts";
import type { AuditFinding } from "./group-audit.ts";

export interface ApproverAudit {
  channelId: string;
  approvers: readonly string[];
  /** What may stand in a list of people and still makes nobody an approver, as the beginning of a sentence. */
  noApprovers: string;
}

/** Whether anybody may approve the agent's risky actions from the chats of an account. */
export function approverFindings(
  { channelId, approvers, noApprovers }: ApproverAudit,
  { accountId, settingsPath }: { accountId: string; settingsPath: string },
): AuditFinding[] {
  if (approvers.length > 0) return [];
  return [
    {
      checkId: `channels.${channelId}.approvals.nobody`,
      severity: "info",
      title: `Nobody may approve risky actions from Zalo (account: ${accountId})`,
      detail: `Neither commands.ownerAllowFrom nor ${settingsPath}.allowFrom names a Zalo id; ${noApprovers}.`,
      remediation: `To approve from a Zalo chat: ${approversCommand(`${channelId}:<id>`)}`,
    },
  ];
}
