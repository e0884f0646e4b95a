import type { Finding } from "channel-kit/host/finding";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { listAccountIds } from "../config/account-ids.ts";
import { resolveAccount, type ZaloAccount } from "../config/accounts.ts";
import { mergedSettings } from "../config/places.ts";
import { removeWebhookCommand } from "../mend.ts";
import { connect } from "../send/connect.ts";
import { urlToShow } from "../show-url.ts";

/** How long one account may keep the doctor waiting, in milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * What only Zalo can tell: a token that it refuses, and a webhook on a bot that is meant to poll. An account
 * that cannot be asked now is no finding; its status says why.
 */
export async function findAtZalo(cfg: OpenClawConfig): Promise<Finding[]> {
  const accounts = listAccountIds(cfg)
    .map((accountId) => resolveAccount(cfg, accountId))
    .filter(({ enabled, token }) => enabled && token.status === "available");
  const found = await Promise.all(accounts.map((account) => ask(cfg, account)));
  return found.flat();
}

async function ask(cfg: OpenClawConfig, account: ZaloAccount): Promise<Finding[]> {
  const { accountId, settingsPath: path } = account;
  try {
    await using connection = await connect(account);
    const url = await connection.api.getWebhookUrl(AbortSignal.timeout(PATIENCE_MS));
    if (url === undefined || mergedSettings(cfg, accountId).webhookUrl !== undefined) return [];
    return [
      {
        path,
        what: `Zalo sends this bot's messages to ${urlToShow(url)}, so that polling gets none.`,
        fix: `Stop the other program that uses this bot, then run: ${removeWebhookCommand(accountId)}`,
      },
    ];
  } catch (error) {
    if (!(error instanceof ChannelError) || error.code !== "unauthorized") return [];
    return [{ path, what: "Zalo refuses this account's token.", fix: error.fix ?? "" }];
  }
}
