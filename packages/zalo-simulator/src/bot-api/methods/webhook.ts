import { DAILY_LIMIT, NOT_FOUND, ok } from "../answers.ts";
import { type Method, Refusal } from "../method-call.ts";
import { refuse, text } from "../validate.ts";
import { webhookComplaint } from "../webhook.ts";
import { probeWebhook } from "../webhook-probe.ts";

/** Stores the URL even when it cannot be reached, as Zalo does, and ends the polls that are open. */
export const setWebhook: Method = async ({ account, params, journal, closed }) => {
  const url = text(params, "url");
  const secret = text(params, "secret_token");
  const { bot } = account;
  const complaint = webhookComplaint(url, secret, bot.switches);
  if (complaint !== undefined) refuse(complaint);
  if (!account.setWebhookCalls.take(bot.switches.setWebhookPerDay)) throw new Refusal(DAILY_LIMIT);
  const webhook = { url, secret, updatedAt: Date.now() };
  account.webhook = webhook;
  bot.switches.foreignWebhook = null;
  journal.add({ kind: "webhook-set", botId: bot.id, url });
  account.updates.endAll("webhook-set");
  const verification = await probeWebhook({ bot, journal }, webhook, closed);
  return {
    answer: ok({
      url,
      updated_at: webhook.updatedAt,
      ...(verification === undefined ? {} : { verification }),
    }),
  };
};

export const deleteWebhook: Method = ({ account, journal }) => {
  account.webhook = undefined;
  account.bot.switches.foreignWebhook = null;
  journal.add({ kind: "webhook-deleted", botId: account.bot.id });
  return { answer: ok({ url: "", updated_at: Date.now() }) };
};

export const getWebhookInfo: Method = ({ account }) => {
  const { cleanWebhookInfo, foreignWebhook } = account.bot.switches;
  if (account.webhook !== undefined) {
    return { answer: ok({ url: account.webhook.url, updated_at: account.webhook.updatedAt }) };
  }
  if (foreignWebhook !== null) return { answer: ok({ url: foreignWebhook, updated_at: Date.now() }) };
  return { answer: cleanWebhookInfo === "404" ? NOT_FOUND : ok({ url: "" }) };
};

/** With `webhookProbe: "none"` this method does not exist. */
export const testWebhook: Method = async ({ account, journal, closed }) => {
  const { bot, webhook } = account;
  if (bot.switches.webhookProbe === "none") return { answer: NOT_FOUND };
  if (webhook === undefined) return refuse("No webhook is set");
  if (!account.testWebhookCalls.take(bot.switches.testWebhookPerDay)) throw new Refusal(DAILY_LIMIT);
  const verification = await probeWebhook({ bot, journal }, webhook, closed);
  return { answer: verification === undefined ? NOT_FOUND : ok(verification) };
};
