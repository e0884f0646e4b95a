import type { Bot } from "../world/bot.ts";
import type { BotSwitches } from "./switches.ts";
import type { WireUpdate } from "./wire-update.ts";

/** What Zalo keeps about a bot's webhook. */
export interface Webhook {
  url: string;
  secret: string;
  /** Milliseconds since the epoch. */
  updatedAt: number;
}

/** How an attempt to reach a webhook went, as `setWebhook` and `testWebhook` report it. */
export interface WebhookVerification {
  ok: boolean;
  url: string;
  /** For example `webhook.ok`, `webhook.http.403`, `webhook.err.tls`. */
  outcome: string;
  hint: string;
}

/**
 * Delivers to webhooks. Nothing implements it yet: while the Bot API is given none, a bot with a webhook
 * gets no pushes (the journal says "dropped"), `setWebhook` answers without `verification`, and
 * `testWebhook` is a method that does not exist.
 */
export interface WebhookPost {
  /** Posts one update, not waited for. */
  push(bot: Bot, webhook: Webhook, update: WireUpdate): void;
  /** Tries the URL once, without an update. */
  verify(bot: Bot, webhook: Webhook): Promise<WebhookVerification>;
}

/** Secret lengths that Zalo accepts. */
const SECRET_LENGTH = { min: 8, max: 256 } as const;

/** The complaint about a webhook that Zalo would refuse, or undefined. */
export function webhookComplaint(url: string, secret: string, switches: BotSwitches): string | undefined {
  if (url === "") return "The url must not be empty";
  if (!isAcceptableUrl(url, switches)) return "The url is invalid";
  if (secret === "") return "The secret_token must not be empty";
  if (secret.length < SECRET_LENGTH.min || secret.length > SECRET_LENGTH.max) {
    return `The secret_token must be between ${SECRET_LENGTH.min} and ${SECRET_LENGTH.max} characters`;
  }
  return undefined;
}

function isAcceptableUrl(raw: string, switches: BotSwitches): boolean {
  if (!URL.canParse(raw)) return false;
  const url = new URL(raw);
  if (switches.loopbackWebhook && isLoopback(url.hostname)) return /^https?:$/.test(url.protocol);
  return url.protocol === "https:" && !isLoopback(url.hostname) && !isPrivate(url.hostname);
}

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);

/** Private networks and Zalo's own domains, which the documentation says are refused. */
const isPrivate = (host: string): boolean =>
  /^(10\.|192\.168\.)[\d.]+$/.test(host) || /(^|\.)(zaloplatforms\.com|zapps\.me|zalo\.me)$/.test(host);
