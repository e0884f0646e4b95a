import type { Bot } from "../world/bot.ts";
import type { Journal } from "../world/journal.ts";
import type { Webhook } from "./webhook.ts";
import { folded, HINTS, outcomeOf, type WebhookOutcome } from "./webhook-outcome.ts";
import { postToWebhook } from "./webhook-request.ts";

/** How an attempt to reach a webhook went, as `setWebhook` and `testWebhook` report it. */
export interface WebhookVerification {
  ok: boolean;
  url: string;
  outcome: WebhookOutcome;
  hint: string;
  /** Only when the webhook answered. */
  status_code?: number;
  latency_ms: number;
}

/**
 * Tries a webhook once, without an update, as the switch `webhookProbe` says; undefined when it says `none`.
 * With `verifiesAs` nobody is asked and that is the result.
 */
export async function probeWebhook(
  { bot, journal }: { bot: Bot; journal: Journal },
  webhook: Webhook,
  signal: AbortSignal,
): Promise<WebhookVerification | undefined> {
  const { webhookProbe, verifiesAs, verificationStyle } = bot.switches;
  if (webhookProbe === "none") return undefined;
  const { url } = webhook;
  if (verifiesAs !== null) return report({ url, outcome: verifiesAs, ms: 0 });
  const withSecret = webhookProbe === "secret";
  const reply = await postToWebhook(bot, webhook, { body: "", withSecret }, signal);
  const status = reply.kind === "answered" ? reply.status : null;
  const outcome = outcomeOf(reply);
  journal.add({ kind: "webhook-probed", botId: bot.id, status, ms: reply.ms, outcome });
  const shown = verificationStyle === "folded" ? folded(outcome) : outcome;
  return report({ url, outcome: shown, ms: reply.ms, ...(status === null ? {} : { status }) });
}

const report = (of: {
  url: string;
  outcome: WebhookOutcome;
  ms: number;
  status?: number;
}): WebhookVerification => ({
  ok: of.outcome === "webhook.ok",
  url: of.url,
  outcome: of.outcome,
  hint: HINTS[of.outcome],
  ...(of.status === undefined ? {} : { status_code: of.status }),
  latency_ms: of.ms,
});
