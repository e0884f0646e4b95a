import { ChannelError } from "channel-kit/outcome/channel-error";
import type { BotApi } from "../bot-api/methods.ts";
import { type BotIdentity, botName } from "../bot-api/wire.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { connect } from "../send/connect.ts";
import type { BotFacts } from "./account-status.ts";
import { badTrial, type WebhookTrial } from "./webhook-trial.ts";

/** What one question to the live API told about an account. */
export type ZaloProbe =
  | {
      ok: true;
      bot: BotFacts;
      /** What Zalo found on trying the webhook just now; absent without one, or when Zalo would not try it. */
      webhook?: WebhookTrial | "reached";
    }
  /** `refused`: Zalo itself says no to this token; otherwise it could not be asked. */
  | { ok: false; error: string; refused: boolean };

/** Asks the API who the token belongs to. Never throws: what is wrong is the answer. */
export async function probeAccount(account: ZaloAccount, timeoutMs: number): Promise<ZaloProbe> {
  try {
    await using connection = await connect(account);
    const me = await connection.api.getMe(new AbortController().signal, timeoutMs);
    const webhook = await tryWebhook(account, connection.api, timeoutMs);
    return { ok: true, bot: botFacts(me), ...(webhook === undefined ? {} : { webhook }) };
  } catch (error) {
    const refused = error instanceof ChannelError && error.code === "unauthorized";
    return { ok: false, error: error instanceof Error ? error.message : String(error), refused };
  }
}

/** What is told of a bot; Zalo leaves out `can_join_groups` where a bot may not. */
export const botFacts = (me: BotIdentity): BotFacts => ({
  id: me.id,
  username: botName(me),
  canJoinGroups: me.can_join_groups ?? false,
});

/** Has Zalo try the account's webhook. Undefined when it has none, or Zalo did not try it. */
async function tryWebhook(
  { accountId, webhook }: ZaloAccount,
  api: BotApi,
  timeoutMs: number,
): Promise<WebhookTrial | "reached" | undefined> {
  if (webhook === undefined) return undefined;
  const { webhookDesk } = await import("../webhook-desk.ts");
  const before = webhookDesk.trials(accountId);
  const found = await api.testWebhook(new AbortController().signal, timeoutMs).catch(() => undefined);
  if (found === undefined) return undefined;
  // A trial without secret is refused by our own door, which Zalo then takes for a failure.
  return webhookDesk.trials(accountId) > before ? "reached" : (badTrial(found) ?? "reached");
}
