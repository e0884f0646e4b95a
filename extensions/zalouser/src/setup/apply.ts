import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { mergedSettings } from "../config/places.ts";
import type { SetupInput } from "./fields.ts";
import { type Change, writeAccount } from "./write-account.ts";

/** What is wrong with the input, in one sentence with the fix, or null. */
export function validateSetup(cfg: OpenClawConfig, accountId: string, input: SetupInput): string | null {
  return resolveAccount(applySetup(cfg, accountId, input), accountId).problem?.message ?? null;
}

/**
 * The configuration with the account set up. Who may write and in which groups it answers are written down even when
 * they are the careful defaults; what was not given stays as it was.
 */
export function applySetup(cfg: OpenClawConfig, accountId: string, input: SetupInput): OpenClawConfig {
  const present = mergedSettings(cfg, accountId);
  const change: Change = {
    ...(present.dmPolicy === undefined ? { dmPolicy: "pairing" } : {}),
    ...(present.groupPolicy === undefined ? { groupPolicy: "allowlist" } : {}),
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.loginProfile === undefined ? {} : { profile: input.loginProfile.trim() }),
  };
  return writeAccount(cfg, accountId, change);
}
