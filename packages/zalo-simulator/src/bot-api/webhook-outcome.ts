import { z } from "zod";
import type { NoReply, Reply } from "../http/ask.ts";

/** Zalo's names for how an attempt to reach a webhook went. */
export const WebhookOutcome = z.enum([
  "webhook.ok",
  "webhook.http.403",
  "webhook.http.404",
  "webhook.http.5xx",
  "webhook.http.other",
  "webhook.err.tls",
  "webhook.err.dns",
  "webhook.err.timeout",
  "webhook.err.conn",
  "webhook.err.proxy",
  "webhook.err.blocked",
  "webhook.err.other",
  "webhook.err.unreachable",
]);
export type WebhookOutcome = z.infer<typeof WebhookOutcome>;

/** The names are Zalo's, the sentences ours: nobody has published its hints. */
export const HINTS: Readonly<Record<WebhookOutcome, string>> = {
  "webhook.ok": "The webhook answered.",
  "webhook.http.403": "The webhook answered 403. A firewall or the bot itself refuses the request.",
  "webhook.http.404": "The webhook answered 404. Check the path of the URL.",
  "webhook.http.5xx": "The webhook's server failed. Check its log.",
  "webhook.http.other": "The webhook must answer 2xx, without a redirect.",
  "webhook.err.tls": "No secure connection could be made. Check the certificate.",
  "webhook.err.dns": "The host name of the webhook could not be found.",
  "webhook.err.timeout": "The webhook did not answer in time.",
  "webhook.err.conn": "The webhook could not be connected to.",
  "webhook.err.proxy": "The way to the webhook is blocked by a proxy.",
  "webhook.err.blocked":
    "The simulator reaches this machine only: map the URL's origin to a loopback one with the switch tunnels.",
  "webhook.err.other": "The webhook could not be reached.",
  "webhook.err.unreachable": "The webhook could not be reached.",
};

const OF_FAILURE: Readonly<Record<NoReply, WebhookOutcome>> = {
  outside: "webhook.err.blocked",
  conn: "webhook.err.conn",
  tls: "webhook.err.tls",
  timeout: "webhook.err.timeout",
  aborted: "webhook.err.other",
  other: "webhook.err.other",
};

export function outcomeOf(reply: Reply): WebhookOutcome {
  if (reply.kind === "failed") return OF_FAILURE[reply.why];
  const { status } = reply;
  if (status >= 200 && status < 300) return "webhook.ok";
  if (status === 403) return "webhook.http.403";
  if (status === 404) return "webhook.http.404";
  return status >= 500 ? "webhook.http.5xx" : "webhook.http.other";
}

/** In one of two published lists a host that cannot be found or is too slow is merely `unreachable`. */
export function folded(outcome: WebhookOutcome): WebhookOutcome {
  const isFolded = outcome === "webhook.err.dns" || outcome === "webhook.err.timeout";
  return isFolded ? "webhook.err.unreachable" : outcome;
}
