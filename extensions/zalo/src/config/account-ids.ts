import { chooseDefaultAccount, sortAccountIds } from "channel-kit/host/account-ids";
import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type { ZaloConfig } from "./schema.ts";

/** The ids of all configured accounts, the default one first; never empty. */
export function listAccountIds(cfg: OpenClawConfig): string[] {
  const { accounts, ...root } = section(cfg);
  const named = Object.keys(accounts ?? {}).map((id) => normalizeAccountId(id));
  const hasRootAccount = root.botToken !== undefined || root.tokenFile !== undefined;
  return sortAccountIds(hasRootAccount || named.length === 0 ? [DEFAULT_ACCOUNT_ID, ...named] : named);
}

/** The account that is meant when none is named. */
export function defaultAccountId(cfg: OpenClawConfig): string {
  return chooseDefaultAccount(listAccountIds(cfg), section(cfg).defaultAccount);
}

/** The gateway has validated the section before anybody reads it; this is the one place that says so. */
export function section(cfg: OpenClawConfig): ZaloConfig {
  return (cfg.channels?.["zalo"] ?? {}) as ZaloConfig;
}
