import type { ChannelPlugin } from "openclaw/plugin-sdk/channel-core";
import type { ZalouserAccount } from "../config/accounts.ts";
import { canonicalEntry } from "../ids.ts";
import { sharedSession } from "../status/status-adapter.ts";

/** What the gateway asks for `security audit`, and how it explains the policy of direct messages. */
export const securityAdapter = (
  stateDir: () => string,
): NonNullable<ChannelPlugin<ZalouserAccount>["security"]> => ({
  resolveDmPolicy: ({ account }) => ({
    policy: account.policy.dmPolicy,
    allowFrom: [...account.policy.allowFrom],
    policyPath: `${account.settingsPath}.dmPolicy`,
    allowFromPath: `${account.settingsPath}.`,
    approveHint: "openclaw pairing approve zalouser <code>",
    normalizeEntry: canonicalEntry,
  }),
  collectWarnings: async ({ cfg, account }) => {
    const { groupFindings } = await import("./audit.ts");
    const finding = await sharedSession(cfg, account);
    if (finding === undefined) return groupFindings(account);
    const { message: detail, fix: remediation } = finding;
    const title = "Zalo direct messages share one session";
    const checkId = "channels.zalouser.dm.shared_session";
    return [...groupFindings(account), { checkId, severity: "warn", title, detail, remediation }];
  },
  collectAuditFindings: async ({ cfg, account }) =>
    await (await import("./audit.ts")).auditFindings(cfg, account, stateDir()),
});
