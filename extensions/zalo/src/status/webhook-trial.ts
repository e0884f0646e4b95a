import type { Verification } from "../bot-api/wire.ts";

/** What Zalo found when it tried the webhook and did not get through. */
export interface WebhookTrial {
  /** Zalo's name for it, such as `webhook.http.403`. */
  outcome: string;
  /** The HTTP status that Zalo got, if it tells. */
  status?: number | undefined;
}

/** What was bad about a trial; undefined when Zalo got through, as far as it says. */
export function badTrial(verification: Verification | undefined): WebhookTrial | undefined {
  if (verification === undefined || verification.ok === true || verification.outcome === "webhook.ok") {
    return undefined;
  }
  const { outcome, status_code: status } = verification;
  return { outcome: outcome.slice(0, 60), ...(status === undefined ? {} : { status }) };
}

export function trialMessage({ outcome, status }: WebhookTrial): string {
  const answered = status === undefined ? "" : `, HTTP ${status}`;
  return `Zalo tried the webhook and did not get through (${outcome}${answered}).`;
}

const HINTS: Readonly<Record<string, string>> = {
  "webhook.http.403":
    "Something in front of the gateway refuses Zalo. Behind Cloudflare, turn Browser Integrity Check off for the path with a Configuration Rule; else look for a firewall rule.",
  "webhook.http.404":
    "The path of webhookUrl does not reach the gateway: compare it with webhookPath and with what the proxy passes on.",
  "webhook.http.5xx":
    "The proxy does not reach the gateway: check the address and port it passes requests to.",
  "webhook.err.tls": "The certificate is not accepted: it has to be valid and sent with its whole chain.",
  "webhook.err.dns": "The host name of webhookUrl cannot be found: check its DNS entry.",
  "webhook.err.timeout": "The host does not answer: check the firewall, port 443 and the proxy.",
  "webhook.err.conn": "The host refuses the connection: check the firewall, port 443 and the proxy.",
  "webhook.err.unreachable":
    "The host cannot be reached: check its DNS entry, the firewall, port 443 and the proxy.",
};

/** What to do about it. */
export function trialFix({ outcome, status }: WebhookTrial): string {
  if (status === 401) {
    return "401 is what the gateway itself answers to a request without the secret, and then all is well; but so does a proxy that wants a password.";
  }
  if (outcome === "webhook.http.other") {
    return "The address has to answer by itself: no redirect, no password, no page of a proxy in between.";
  }
  return HINTS[outcome] ?? "Check from outside that webhookUrl answers a POST with 401.";
}
