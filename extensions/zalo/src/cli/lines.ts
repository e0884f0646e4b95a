import type { RegisteredWebhook } from "./webhook.ts";

export function webhookLine({ account, address, own }: RegisteredWebhook, verb: "show" | "remove"): string {
  const subject = `Zalo account "${account}":`;
  if (address === null) return `${subject} no webhook is registered.`;
  if (verb === "remove") {
    return `${subject} the webhook ${address} was removed. Long polling takes up within a minute.`;
  }
  return own
    ? `${subject} Zalo sends messages to ${address}, as the settings say.`
    : `${subject} Zalo sends messages to ${address}, which is not in the account's settings. If nobody needs it: openclaw zalo webhook remove --account ${account}`;
}
