import type { ChannelApprovalCapability } from "openclaw/plugin-sdk/channel-contract";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";

/** As much of an account as approving takes. */
export interface ApprovingAccount {
  policy: { allowFrom: readonly string[] };
  language: "vi" | "en";
  settingsPath: string;
}

export interface ApprovalOptions {
  /** How a person is named in `commands.ownerAllowFrom`, such as `zalo:<id>`. */
  example: string;
  /** The id of the person whom an entry names; undefined for groups, names, `"*"` and whatever is no id. */
  personId(entry: string): string | undefined;
  account(cfg: OpenClawConfig, accountId: string | null | undefined): ApprovingAccount;
}

const NOT_YOU = {
  vi: "❌ Bạn không có quyền duyệt yêu cầu này.",
  en: "❌ You may not approve this request.",
} as const;
const NOBODY = {
  vi: "❌ Chưa ai được quyền duyệt qua Zalo. Người vận hành cần đặt",
  en: "❌ Nobody may approve over Zalo yet. The operator has to set",
} as const;

/** The command that names an approver. */
export const approversCommand = (example: string): string =>
  `openclaw config set commands.ownerAllowFrom '["${example}"]'`;

/** Where approvers are named, for an account. */
const settingsOf = ({ settingsPath }: ApprovingAccount): string =>
  `commands.ownerAllowFrom, or ${settingsPath}.allowFrom`;

/**
 * Who may approve the agent's risky actions from a chat: the gateway's command owners, as far as they are ids of
 * this channel; without any, the people in the account's `allowFrom`. `"*"`, groups and names are nobody. People
 * who were let in by pairing alone are not among them.
 */
export function approversAmong(
  cfg: OpenClawConfig,
  { policy }: Pick<ApprovingAccount, "policy">,
  personId: ApprovalOptions["personId"],
): readonly string[] {
  const peopleIn = (list: readonly (string | number)[]): string[] => [
    ...new Set(list.map((entry) => personId(String(entry))).filter((id) => id !== undefined)),
  ];
  const owners = peopleIn(cfg.commands?.ownerAllowFrom ?? []);
  return owners.length > 0 ? owners : peopleIn(policy.allowFrom);
}

/**
 * `/approve` from a chat. The gateway's helpers let everybody approve where no approver is configured; here an
 * empty list means nobody.
 */
export function approvalsBy({ example, personId, account }: ApprovalOptions): ChannelApprovalCapability {
  const setup = `To approve from Zalo, name the approvers by id: ${approversCommand(example)}`;
  return {
    authorizeActorAction: ({ cfg, accountId, senderId }) => {
      const asked = account(cfg, accountId);
      const approvers = approversAmong(cfg, asked, personId);
      const sender = personId(senderId ?? "");
      if (sender !== undefined && approvers.includes(sender)) return { authorized: true };
      const { language } = asked;
      const reason = approvers.length > 0 ? NOT_YOU[language] : `${NOBODY[language]} ${settingsOf(asked)}.`;
      return { authorized: false, reason };
    },
    getActionAvailabilityState: ({ cfg, accountId }) => {
      const approvers = approversAmong(cfg, account(cfg, accountId), personId);
      return { kind: approvers.length > 0 ? "enabled" : "disabled" };
    },
    describeExecApprovalSetup: () => setup,
    describePluginApprovalSetup: () => setup,
  };
}
