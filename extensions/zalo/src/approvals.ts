import type { ChannelApprovalCapability } from "openclaw/plugin-sdk/channel-contract";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount, type ZaloAccount } from "./config/accounts.ts";
import { isGroupId, parseTarget } from "./ids.ts";

/**
 * Who may approve the agent's risky actions from Zalo: the gateway's command owners, as far as they are Zalo
 * ids; without any, the people in the account's `allowFrom`. `"*"`, groups and names are nobody. People who
 * were let in by pairing alone are not among them.
 */
export function approversOf(cfg: OpenClawConfig, account: ZaloAccount): readonly string[] {
  const owners = peopleIn(cfg.commands?.ownerAllowFrom ?? []);
  return owners.length > 0 ? owners : peopleIn(account.policy.allowFrom);
}

function peopleIn(list: readonly (string | number)[]): string[] {
  const ids = list.map((entry) => parseTarget(String(entry)));
  return [...new Set(ids.filter((id) => id !== undefined && !isGroupId(id)))].filter(
    (id) => id !== undefined,
  );
}

const NOT_YOU = {
  vi: "❌ Bạn không có quyền duyệt yêu cầu này.",
  en: "❌ You may not approve this request.",
} as const;
const NOBODY = {
  vi: "❌ Chưa ai được quyền duyệt qua Zalo. Người vận hành cần đặt",
  en: "❌ Nobody may approve over Zalo yet. The operator has to set",
} as const;

/** Where approvers are named, for an account. */
const settingsOf = ({ settingsPath }: ZaloAccount): string =>
  `commands.ownerAllowFrom, or ${settingsPath}.allowFrom`;

/**
 * `/approve` from a Zalo chat. The gateway's helpers let everybody approve where no approver is configured;
 * here an empty list means nobody.
 */
export const approvalCapability: ChannelApprovalCapability = {
  authorizeActorAction: ({ cfg, accountId, senderId }) => {
    const account = resolveAccount(cfg, accountId);
    const approvers = approversOf(cfg, account);
    const sender = parseTarget(senderId ?? "");
    if (sender !== undefined && approvers.includes(sender)) return { authorized: true };
    const { language } = account;
    const reason = approvers.length > 0 ? NOT_YOU[language] : `${NOBODY[language]} ${settingsOf(account)}.`;
    return { authorized: false, reason };
  },
  getActionAvailabilityState: ({ cfg, accountId }) => {
    const approvers = approversOf(cfg, resolveAccount(cfg, accountId));
    return { kind: approvers.length > 0 ? "enabled" : "disabled" };
  },
  describeExecApprovalSetup: () => SETUP,
  describePluginApprovalSetup: () => SETUP,
};

const SETUP =
  "To approve from Zalo, name the approvers by id: openclaw config set commands.ownerAllowFrom '[\"zalo:<id>\"]'";
