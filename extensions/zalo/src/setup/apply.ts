import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { ownKey, section } from "../config/accounts.ts";
import { readZaloEnv, type ZaloEnv } from "../config/env.ts";
import type { ZaloAccountConfig } from "../config/schema.ts";
import { resolveToken } from "../config/token.ts";
import type { SetupInput } from "./fields.ts";

/** Settings that say where the token is; only one may be set at a time. */
export const CREDENTIALS = ["botToken", "tokenFile"] as const;

/**
 * What is wrong with the input, in one sentence with the fix, or null. Looks at a token file but asks nobody
 * on the network.
 */
export function validateSetup(
  accountId: string,
  input: SetupInput,
  env: ZaloEnv = readZaloEnv(),
): string | null {
  const given = [input.token, input.tokenFile, input.useEnv === true ? "env" : undefined].filter(
    (one) => one !== undefined && one !== "",
  );
  if (given.length !== 1) {
    return "Give the bot token in exactly one way: --token, --token-file or --use-env.";
  }
  if (input.useEnv && accountId !== DEFAULT_ACCOUNT_ID) {
    return `ZALO_BOT_TOKEN is for the default account only. Give account "${accountId}" its own --token or --token-file.`;
  }
  const place = { path: "channels.zalo", botToken: input.token, tokenFile: input.tokenFile };
  return resolveToken(accountId, [place], input.useEnv ? env.botToken : undefined).problem?.message ?? null;
}

/**
 * The configuration with the account set up: enabled, its token where it was said to be and nowhere else in
 * the account's own settings. Everything else stays as it was.
 */
export function applySetup(cfg: OpenClawConfig, accountId: string, input: SetupInput): OpenClawConfig {
  const before = section(cfg);
  const own = ownKey(before.accounts, accountId);
  const next =
    own === undefined && accountId === DEFAULT_ACCOUNT_ID
      ? withCredential(before, input)
      : {
          ...before,
          accounts: {
            ...before.accounts,
            [own ?? accountId]: withCredential(before.accounts?.[own ?? accountId] ?? {}, input),
          },
        };
  return { ...cfg, channels: { ...cfg.channels, zalo: { ...next, enabled: true } } };
}

function withCredential<Settings extends ZaloAccountConfig>(settings: Settings, input: SetupInput): Settings {
  const kept = Object.fromEntries(
    Object.entries(settings).filter(([key]) => !(CREDENTIALS as readonly string[]).includes(key)),
  ) as Settings;
  return {
    ...kept,
    enabled: true,
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.token === undefined ? {} : { botToken: input.token.trim() }),
    ...(input.tokenFile === undefined ? {} : { tokenFile: input.tokenFile }),
  };
}
