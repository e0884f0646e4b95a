import { ChannelError } from "channel-kit/outcome/channel-error";
import { normalizeSecretInputString } from "openclaw/plugin-sdk/secret-input";
import { isLoopback } from "./api-url.ts";
import type { ZaloAccountConfig } from "./schema.ts";
import { isRoutePath, isWebhookSecret } from "./webhook-form.ts";

/** How Zalo reaches an account. */
export interface WebhookSettings {
  /** What Zalo is told, as `URL` writes it. */
  url: string;
  /** What Zalo sends along with every event. */
  secret: string;
  /** The path on the gateway, without a slash at its end. */
  path: string;
}

/** The settings that a webhook is made of, of one account, after the root's have been laid below its own. */
export interface WebhookPlace {
  accountId: string;
  settingsPath: string;
  settings: Pick<ZaloAccountConfig, "webhookUrl" | "webhookSecret" | "webhookPath">;
}

/**
 * Reads an account's webhook, if it has one: throws `misconfigured`, with the fix, for what cannot work.
 * `others` are the accounts that run beside it: two that nobody could tell apart are both refused.
 */
export function resolveWebhook(
  place: WebhookPlace,
  others: readonly WebhookPlace[],
  apiUrl: string | undefined,
): WebhookSettings | undefined {
  if (place.settings.webhookUrl === undefined) return undefined;
  const url = urlOf(place, apiUrl);
  const webhook = { url: url.href, secret: secretOf(place), path: pathOf(place, url) };
  const twin = others.find((other) => isTwin(webhook, other));
  if (twin !== undefined) {
    throw misconfigured(
      place,
      `its webhook has the same path and the same secret as that of account "${twin.accountId}", so nobody could tell their messages apart.`,
      `Give one of them a secret of its own: ${place.settingsPath}.webhookSecret or ${twin.settingsPath}.webhookSecret.`,
    );
  }
  return webhook;
}

function urlOf(place: WebhookPlace, apiUrl: string | undefined): URL {
  const setting = `${place.settingsPath}.webhookUrl`;
  const raw = place.settings.webhookUrl?.trim() ?? "";
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isOnThisMachine(url, apiUrl));
  if (url === undefined || !isSafe || url.username !== "" || url.password !== "" || url.hash !== "") {
    throw misconfigured(
      place,
      `${setting} is not an address that Zalo can send messages to.`,
      "Write the public https address of this gateway with a path, such as https://shop.example.com/zalo.",
    );
  }
  return url;
}

/** Plain http never leaves this machine, so it is for a simulated Zalo that runs here, too. */
function isOnThisMachine(url: URL, apiUrl: string | undefined): boolean {
  const api = apiUrl !== undefined && URL.canParse(apiUrl) ? new URL(apiUrl) : undefined;
  return api !== undefined && isLoopback(api) && isLoopback(url);
}

function secretOf(place: WebhookPlace): string {
  const setting = `${place.settingsPath}.webhookSecret`;
  const given = place.settings.webhookSecret;
  if (typeof given === "object" && normalizeSecretInputString(given) === undefined) {
    throw misconfigured(
      place,
      `${setting} refers to a secret that could not be resolved.`,
      "Check that the secret exists for the gateway's process (`openclaw secrets audit`).",
    );
  }
  const secret = normalizeSecretInputString(given);
  if (secret !== undefined && isWebhookSecret(secret)) return secret;
  throw misconfigured(
    place,
    secret === undefined ? `${setting} is missing.` : `${setting} is not one that Zalo takes.`,
    "Set it to 8 to 256 letters, digits or signs without spaces; `openssl rand -hex 32` makes a good one.",
  );
}

function pathOf({ settings, settingsPath, ...place }: WebhookPlace, url: URL): string {
  const named = settings.webhookPath?.trim();
  const path = withoutLastSlash(named ?? url.pathname);
  if (isRoutePath(path)) return path;
  throw misconfigured(
    { settings, settingsPath, ...place },
    named === undefined
      ? `${settingsPath}.webhookUrl has no path of its own, or one with special characters.`
      : `${settingsPath}.webhookPath is not a path.`,
    "Use letters, digits and dashes between slashes, such as /zalo.",
  );
}

/** Whether the other account waits at the same path for the same secret. What is wrong with it is its own affair. */
function isTwin(webhook: WebhookSettings, { settings }: WebhookPlace): boolean {
  const { webhookUrl = "", webhookPath } = settings;
  if (!URL.canParse(webhookUrl)) return false;
  const path = withoutLastSlash(webhookPath?.trim() ?? new URL(webhookUrl).pathname);
  // The gateway reads paths without regard to case.
  const samePath = path.toLowerCase() === webhook.path.toLowerCase();
  return samePath && normalizeSecretInputString(settings.webhookSecret) === webhook.secret;
}

const withoutLastSlash = (path: string): string => path.replace(/\/+$/, "");

function misconfigured({ accountId }: WebhookPlace | { accountId: string }, what: string, fix: string) {
  return new ChannelError("misconfigured", `Zalo account "${accountId}": ${what}`, { fix });
}
