import { ChannelError } from "channel-kit/outcome/channel-error";
import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { listAccountIds } from "./account-ids.ts";
import type { ZalouserEnv } from "./env.ts";
import { accountPlaces, mergedSettings } from "./places.ts";

/** Letters, digits, `.`, `_` and `-`: a profile is the name of a file. */
const PROFILE_FORM = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/**
 * Under which name the account's login is saved: its own `profile`, the environment's (default account only), else
 * its id. Two accounts on one profile would push each other off Zalo, so both are refused.
 */
export function resolveProfile(
  cfg: OpenClawConfig,
  accountId: string,
  env: Pick<ZalouserEnv, "profile">,
): { profile: string; problem?: ChannelError } {
  const profile = profileOf(cfg, accountId, env);
  if (!PROFILE_FORM.test(profile)) {
    const problem = misconfigured(
      `Zalo account "${accountId}": its profile is not a name that a login can be saved under.`,
      "Use lower-case letters, digits, dots, dashes and underscores.",
    );
    return { profile: accountId, problem };
  }
  const twin = listAccountIds(cfg).find(
    (other) =>
      other !== accountId &&
      accountPlaces(cfg, other).own?.settings.enabled !== false &&
      profileOf(cfg, other, env) === profile,
  );
  if (twin === undefined) return { profile };
  const problem = misconfigured(
    `Zalo accounts "${accountId}" and "${twin}" share the profile "${profile}", and Zalo lets one login be used once.`,
    `Give one of them another profile: openclaw config set channels.zalouser.accounts.${keyOf(cfg, accountId)}.profile ${freeProfile(cfg, accountId, env)}`,
  );
  return { profile, problem };
}

/** A profile that no other account has: the account's own id, or the next one like it. */
function freeProfile(cfg: OpenClawConfig, accountId: string, env: Pick<ZalouserEnv, "profile">): string {
  const taken = new Set(
    listAccountIds(cfg)
      .filter((other) => other !== accountId)
      .map((other) => profileOf(cfg, other, env)),
  );
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? accountId : `${accountId}-${number}`;
    if (!taken.has(name)) return name;
  }
}

const keyOf = (cfg: OpenClawConfig, accountId: string): string =>
  accountPlaces(cfg, accountId).own?.key ?? accountId;

function profileOf(cfg: OpenClawConfig, accountId: string, env: Pick<ZalouserEnv, "profile">): string {
  const { profile } = mergedSettings(cfg, accountId);
  const fromEnv = accountId === DEFAULT_ACCOUNT_ID ? env.profile : undefined;
  return (profile ?? fromEnv ?? accountId).trim().toLowerCase();
}

const misconfigured = (message: string, fix: string): ChannelError =>
  new ChannelError("misconfigured", message, { fix });
