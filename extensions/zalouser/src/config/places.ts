import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { ownKey, section } from "./accounts.ts";
import type { ZalouserAccountConfig } from "./schema.ts";

/** What an account is configured with: its own settings laid over the root's. */
export function mergedSettings(cfg: OpenClawConfig, accountId: string): ZalouserAccountConfig {
  const { accounts, defaultAccount: _, ...root } = section(cfg);
  const key = ownKey(accounts, accountId);
  return { ...root, ...(key === undefined ? undefined : accounts?.[key]) };
}
