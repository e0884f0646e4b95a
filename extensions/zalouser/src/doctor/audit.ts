import { approverFindings } from "channel-kit/host/approver-audit";
import { type AuditFinding, groupFindings as kitGroupFindings } from "channel-kit/host/group-audit";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { approversOf } from "../approvals.ts";
import type { ZalouserAccount } from "../config/accounts.ts";
import { readZalouserEnv } from "../config/env.ts";
import { mergedSettings } from "../config/places.ts";
import { inspectLogin } from "../credentials/inspect-login.ts";
import { setCommand } from "../mend.ts";
import { isName } from "../names/list-entry.ts";
import { nameFindings } from "./find-saved.ts";
import { entriesOf } from "./findings.ts";

/** Who may use the agent in groups, as far as it is more people than an operator may think. */
export function groupFindings(account: ZalouserAccount): AuditFinding[] {
  const open = kitGroupFindings(
    { channelId: "zalouser", subject: "this account", anyGroup: "00000000000000000000" },
    account,
  );
  const { accountId, settingsPath, groupPolicySource } = account;
  if (groupPolicySource !== "plugin-default") return open;
  return [
    ...open,
    {
      checkId: "channels.zalouser.groups.policy_unset",
      severity: "warn",
      title: `Nobody has chosen a policy for Zalo groups (account: ${accountId})`,
      detail: `${settingsPath}.groupPolicy is not set, which means "open": a group that somebody adds this account to tomorrow is not shut out.`,
      remediation: `Choose: ${setCommand(`${settingsPath}.groupPolicy`, "allowlist")} (or open, or disabled)`,
    },
  ];
}

/** Everything that only an audit has to say about one account. */
export async function auditFindings(
  cfg: OpenClawConfig,
  account: ZalouserAccount,
  stateDir: string,
): Promise<AuditFinding[]> {
  return [
    unofficial(account),
    ...(await loginFindings(account, stateDir)),
    ...apiFindings(account),
    ...approverFindings(
      {
        channelId: "zalouser",
        approvers: approversOf(cfg, account),
        noApprovers: '"*" and names are no approvers',
      },
      account,
    ),
    ...(await listFindings(cfg, account, stateDir)),
  ];
}

const unofficial = ({ accountId }: ZalouserAccount): AuditFinding => ({
  checkId: "channels.zalouser.unofficial",
  severity: "info",
  title: `A personal Zalo account is run by a program (account: ${accountId})`,
  detail:
    "Zalo has no official interface for this and may lock the account without a word. Whoever is let in speaks with an agent that acts as the account's owner.",
  remediation:
    "Use an account whose loss you can bear, keep pace and quietHours as careful as they are by default, and let in only people whom you know.",
});

async function loginFindings(account: ZalouserAccount, stateDir: string): Promise<AuditFinding[]> {
  const { accountId, profile } = account;
  const { path, isMissing, isEncrypted, openMode } = await inspectLogin(stateDir, { accountId, profile });
  if (isMissing) return [];
  const found: AuditFinding[] = [];
  if (openMode !== undefined) {
    found.push({
      checkId: "channels.zalouser.login.file_mode",
      severity: "warn",
      title: "A saved Zalo login can be read by other users",
      detail: `${path} has mode ${openMode}. Whoever reads it is logged in as the owner of account "${accountId}".`,
      remediation: `Run: chmod 600 ${path}`,
    });
  }
  if (!isEncrypted) {
    const hasKey = readZalouserEnv().credentialsKey !== undefined;
    found.push({
      checkId: "channels.zalouser.login.plain",
      severity: "info",
      title: "A saved Zalo login is not encrypted",
      detail: `${path} holds the cookies of account "${accountId}" as text, where backups and the agent's own tools may read them.`,
      remediation: hasKey
        ? "It is encrypted when its cookies are next saved, while the account runs."
        : "Give the gateway a long secret in ZALOUSER_CREDENTIALS_KEY; the login is then encrypted when it is next saved.",
    });
  }
  return found;
}

function apiFindings({ apiUrl }: ZalouserAccount): AuditFinding[] {
  if (apiUrl === undefined) return [];
  return [
    {
      checkId: "channels.zalouser.api_url.override",
      severity: "info",
      title: "The personal Zalo account talks to another server than Zalo's",
      detail: "ZALOUSER_API_URL is set: cookies and messages go to that server on this machine.",
      remediation: "Unset ZALOUSER_API_URL for the gateway's process, unless this is a test.",
    },
  ];
}

async function listFindings(
  cfg: OpenClawConfig,
  account: ZalouserAccount,
  stateDir: string,
): Promise<AuditFinding[]> {
  const lost = (await nameFindings(cfg, account, stateDir)).map(
    ({ path, what, fix }): AuditFinding => ({
      checkId: "channels.zalouser.lists.matches_nobody",
      severity: "warn",
      title: "An entry of a Zalo list matches nobody",
      detail: `${path}: ${what}`,
      remediation: fix,
    }),
  );
  const names = entriesOf({ settings: mergedSettings(cfg, account.accountId) }).filter(({ entry, kind }) =>
    isName(entry, kind),
  );
  if (names.length === 0) return lost;
  return [
    ...lost,
    {
      checkId: "channels.zalouser.lists.names",
      severity: "info",
      title: `Zalo lists name people or groups instead of their ids (account: ${account.accountId})`,
      detail: `${names.length} entries below ${account.settingsPath} are names. Each stands for the friend or group that had it alone when it was first looked up, and goes on doing so.`,
      remediation: 'Ids cannot be mistaken: openclaw channels resolve --channel zalouser "<name>"',
    },
  ];
}
