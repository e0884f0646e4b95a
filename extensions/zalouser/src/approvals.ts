import { approvalsBy, approversAmong } from "channel-kit/host/approvals";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount, type ZalouserAccount } from "./config/accounts.ts";
import { parseTarget } from "./ids.ts";

/** The person whom an entry names; groups, names and `"*"` are nobody. */
function personId(entry: string): string | undefined {
  const thread = parseTarget(entry);
  return thread?.kind === "direct" ? thread.id : undefined;
}

/** Who may approve the agent's risky actions from the chats of an account. */
export const approversOf = (cfg: OpenClawConfig, account: ZalouserAccount): readonly string[] =>
  approversAmong(cfg, account, personId);

export const approvalCapability = approvalsBy({
  example: "zalouser:<id>",
  personId,
  account: (cfg, accountId) => resolveAccount(cfg, accountId),
});
