import { ChannelError } from "channel-kit/outcome/channel-error";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { mergedSettings } from "../config/places.ts";
import { withSecrets } from "../config/secrets.ts";
import { isSameUrl } from "../receive/webhook/registration.ts";
import { connect } from "../send/connect.ts";
import { urlToShow } from "../show-url.ts";

/** Which webhook Zalo has for an account's bot. */
export interface RegisteredWebhook {
  account: string;
  /** Without its query, which may hold a secret; null when there is none. */
  address: string | null;
  /** It is the one in the account's settings. */
  own: boolean;
}

const NEVER = new AbortController().signal;

/** Asks Zalo where it sends the messages of an account's bot. Throws a `ChannelError` that says how to mend it. */
export async function showWebhook(cfg: OpenClawConfig, accountId: string): Promise<RegisteredWebhook> {
  await using connection = await connect(resolveAccount(await withSecrets(cfg), accountId));
  const url = await connection.api.getWebhookUrl(NEVER);
  return {
    account: accountId,
    address: url === undefined ? null : urlToShow(url),
    own: isSameUrl(url, mergedSettings(cfg, accountId).webhookUrl),
  };
}

/**
 * Takes away the webhook of somebody else, and answers which it was. Throws `misconfigured` when it is the
 * account's own: without it, messages would go nowhere until the account registers it anew.
 */
export async function removeWebhook(cfg: OpenClawConfig, accountId: string): Promise<RegisteredWebhook> {
  const account = resolveAccount(await withSecrets(cfg), accountId);
  await using connection = await connect(account);
  const url = await connection.api.getWebhookUrl(NEVER);
  if (url === undefined) return { account: accountId, address: null, own: false };
  if (isSameUrl(url, mergedSettings(cfg, accountId).webhookUrl)) {
    throw new ChannelError(
      "misconfigured",
      `Zalo account "${accountId}": the registered webhook is the account's own, so it stays.`,
      {
        fix: `To go back to long polling, take the setting away: openclaw config unset ${account.settingsPath}.webhookUrl`,
      },
    );
  }
  await connection.api.deleteWebhook(NEVER);
  return { account: accountId, address: urlToShow(url), own: false };
}
