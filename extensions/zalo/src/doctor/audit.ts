import { approverFindings } from "channel-kit/host/approver-audit";
import { type AuditFinding, groupFindings as kitGroupFindings } from "channel-kit/host/group-audit";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { approversOf } from "../approvals.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { isLoopback } from "../config/api-url.ts";
import { mergedSettings } from "../config/places.ts";
import { urlToShow } from "../show-url.ts";
import { findUselessEntries, tokenFileMode } from "./findings.ts";

/** Who may use the agent in groups, as far as it is more people than an operator may think. */
export const groupFindings = (account: ZaloAccount): AuditFinding[] =>
  kitGroupFindings({ channelId: "zalo", subject: "the bot", anyGroup: "zgr-00000000000000000000" }, account);

/** Everything that only an audit has to say about one account. `source` is the configuration as written. */
export function auditFindings(
  cfg: OpenClawConfig,
  source: OpenClawConfig,
  account: ZaloAccount,
): AuditFinding[] {
  return [
    ...tokenFindings(source, account),
    ...apiFindings(account),
    ...webhookFindings(cfg, account),
    ...approverFindings(
      { channelId: "zalo", approvers: approversOf(cfg, account), noApprovers: '"*" is no approver' },
      account,
    ),
    ...listFindings(cfg),
  ];
}

function tokenFindings(source: OpenClawConfig, account: ZaloAccount): AuditFinding[] {
  const { place = "", file = "", source: from } = account.token;
  const mode = tokenFileMode(account);
  if (mode !== undefined) {
    return [
      {
        checkId: "channels.zalo.token.file_mode",
        severity: "warn",
        title: "A Zalo token file can be read by other users",
        detail: `${file}, named by ${place}, has mode ${mode}. Whoever reads it can act as the bot.`,
        remediation: `Run: chmod 600 ${file}`,
      },
    ];
  }
  if (from !== "config" || typeof mergedSettings(source, account.accountId).botToken !== "string") return [];
  return [
    {
      checkId: "channels.zalo.token.inline",
      severity: "info",
      title: "A Zalo token stands in the configuration file",
      detail: `${place} holds the bot's token as text, where backups and the agent's own tools may read it.`,
      remediation: `Set ${place.replace(/botToken$/, "tokenFile")} instead, or let the gateway keep it: run openclaw secrets configure`,
    },
  ];
}

function apiFindings({ apiUrl = "" }: ZaloAccount): AuditFinding[] {
  // Anything that is no https address on the net or http address on this machine blocks the account anyway.
  if (!URL.canParse(apiUrl)) return [];
  const isHere = isLoopback(new URL(apiUrl));
  return [
    {
      checkId: "channels.zalo.api_url.override",
      severity: isHere ? "info" : "warn",
      title: "Zalo tokens and messages go to another server than Zalo's",
      detail: `ZALO_API_URL is ${urlToShow(apiUrl)}${isHere ? ", on this machine" : ""}. Every call carries the token of its bot.`,
      remediation: "Unset ZALO_API_URL for the gateway's process, unless this is a test.",
    },
  ];
}

/** Fewer characters can be guessed by trying; Zalo itself takes 8. */
const SECRET_AT_LEAST = 16;
/** Fewer different characters are a pattern and no secret. */
const VARIETY_AT_LEAST = 8;

function webhookFindings(cfg: OpenClawConfig, { accountId, settingsPath }: ZaloAccount): AuditFinding[] {
  const { webhookUrl, webhookSecret } = mergedSettings(cfg, accountId);
  if (webhookUrl === undefined) return [];
  const findings: AuditFinding[] = [];
  if (!/^https:/i.test(webhookUrl.trim())) {
    findings.push({
      checkId: "channels.zalo.webhook.plain_http",
      severity: "critical",
      title: "The Zalo webhook has no https address",
      detail: `${settingsPath}.webhookUrl is ${urlToShow(webhookUrl)}: what people write and the webhook's secret could be read on the way.`,
      remediation: `Set ${settingsPath}.webhookUrl to an https address.`,
    });
  }
  if (typeof webhookSecret === "string" && isWeak(webhookSecret.trim())) {
    findings.push({
      checkId: "channels.zalo.webhook.weak_secret",
      severity: "warn",
      title: "The Zalo webhook's secret can be guessed",
      detail: `${settingsPath}.webhookSecret is short or made of few different characters. Whoever knows it can write to the agent in anybody's name.`,
      remediation: `Set ${settingsPath}.webhookSecret to what this prints: openssl rand -hex 32`,
    });
  }
  return findings;
}

const isWeak = (secret: string): boolean =>
  secret.length < SECRET_AT_LEAST || new Set(secret).size < VARIETY_AT_LEAST;

function listFindings(cfg: OpenClawConfig): AuditFinding[] {
  return findUselessEntries(cfg).map(({ path, what, fix }) => ({
    checkId: "channels.zalo.lists.matches_nobody",
    severity: "warn",
    title: "An entry of a Zalo list matches nobody",
    detail: `${path}: ${what}`,
    remediation: fix,
  }));
}
