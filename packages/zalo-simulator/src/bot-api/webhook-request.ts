import { ask, type Reply } from "../http/ask.ts";
import type { Bot } from "../world/bot.ts";
import type { Webhook } from "./webhook.ts";

/** What Zalo's servers were seen to call themselves. */
export const USER_AGENT = "Java/1.8.0_192";

/** Only the status of a webhook's answer counts, so not much of the rest is read. */
const MOST_BYTES = 64 * 1024;

/** One POST to a webhook. An empty body goes without a content type. */
export function postToWebhook(
  bot: Bot,
  webhook: Webhook,
  what: { body: string; withSecret: boolean },
  signal: AbortSignal,
): Promise<Reply> {
  return ask({
    verb: "POST",
    url: new URL(webhook.url),
    headers: {
      "User-Agent": USER_AGENT,
      ...(what.body === "" ? {} : { "Content-Type": "application/json" }),
      ...(what.withSecret ? { "X-Bot-Api-Secret-Token": webhook.secret } : {}),
    },
    body: what.body,
    timeoutMs: bot.switches.webhookTimeoutMs,
    mostBytes: MOST_BYTES,
    tunnels: bot.switches.tunnels,
    signal,
  });
}
