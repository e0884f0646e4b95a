import { isLoopback } from "../http/loopback.ts";
import type { BotSwitches } from "./switches.ts";

/** What Zalo keeps about a bot's webhook. */
export interface Webhook {
  url: string;
  secret: string;
  /** Milliseconds since the epoch. */
  updatedAt: number;
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

/** Private networks and Zalo's own domains, which the documentation says are refused. */
const isPrivate = (host: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.)[\d.]+$/.test(host) ||
  /(^|\.)(zaloplatforms\.com|zapps\.me|zalo\.me)$/.test(host);
