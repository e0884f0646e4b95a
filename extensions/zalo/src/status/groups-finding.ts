import type { ZaloAccount } from "../config/accounts.ts";

/** What is wrong with an account's groups, in words for an operator. */
export interface GroupsFinding {
  message: string;
  fix: string;
}

/** Says when groups are set up for a bot that Zalo lets into none. Undefined when that is not so, or not known. */
export function groupsFinding(
  { accountId, policy }: Pick<ZaloAccount, "accountId" | "policy">,
  canJoinGroups: boolean | undefined,
): GroupsFinding | undefined {
  const { groupPolicy, groups, groupAllowFrom } = policy;
  const meant = groupPolicy === "open" || Object.keys(groups).length > 0 || groupAllowFrom.length > 0;
  if (canJoinGroups !== false || groupPolicy === "disabled" || !meant) return undefined;
  return {
    message: `Groups are set up for account "${accountId}", but Zalo does not let its bot join any (can_join_groups is false).`,
    fix: "Look in Zalo Bot Creator whether groups can be switched on for this bot; they depend on Zalo and the plan.",
  };
}
