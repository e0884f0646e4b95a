import { approvalsBy, approversAmong } from "channel-kit/host/approvals";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount, type ZaloAccount } from "./config/accounts.ts";
import { isGroupId, parseTarget } from "./ids.ts";

/** The person whom an entry names; groups, names and `"*"` are nobody. */
function personId(entry: string): string | undefined {
  const id = parseTarget(entry);
  return id === undefined || isGroupId(id) ? undefined : id;
}

/** Who may approve the agent's risky actions from the chats of a bot. */
export const approversOf = (cfg: OpenClawConfig, account: ZaloAccount): readonly string[] =>
  approversAmong(cfg, account, personId);

export const approvalCapability = approvalsBy({
  example: "zalo:<id>",
  personId,
  account: resolveAccount,
});
