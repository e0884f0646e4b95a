import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type { ZalouserConfig } from "./schema.ts";

/** The ids of all configured accounts, the default one first; never empty. */
export function listAccountIds(cfg: OpenClawConfig): string[] {
  const named = Object.keys(section(cfg).accounts ?? {}).map((id) => normalizeAccountId(id));
  const ids = new Set(named.length === 0 ? [DEFAULT_ACCOUNT_ID] : named);
  return [...ids].sort((left, right) => rank(left) - rank(right) || left.localeCompare(right));
}

/** The account that is meant when none is named. */
export function defaultAccountId(cfg: OpenClawConfig): string {
  const chosen = section(cfg).defaultAccount;
  const ids = listAccountIds(cfg);
  if (chosen !== undefined && ids.includes(normalizeAccountId(chosen))) return normalizeAccountId(chosen);
  return ids[0] ?? DEFAULT_ACCOUNT_ID;
}

/** The gateway has validated the section before anybody reads it; this is the one place that says so. */
export function section(cfg: OpenClawConfig): ZalouserConfig {
  return (cfg.channels?.["zalouser"] ?? {}) as ZalouserConfig;
}

/** Under which name, as the operator wrote it, an account stands below `accounts`; undefined when it does not. */
export function ownKey(accounts: ZalouserConfig["accounts"], accountId: string): string | undefined {
  return Object.keys(accounts ?? {}).find((id) => normalizeAccountId(id) === accountId);
}

const rank = (accountId: string): number => (accountId === DEFAULT_ACCOUNT_ID ? 0 : 1);
