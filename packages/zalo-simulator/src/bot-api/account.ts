import type { Bot } from "../world/bot.ts";
import type { PersonMessage } from "../world/chat.ts";
import type { Journal } from "../world/journal.ts";
import { QuotaCounter } from "./quota.ts";
import { UpdateQueue } from "./update-queue.ts";
import type { Webhook, WebhookPost } from "./webhook.ts";
import { toWireUpdate } from "./wire-update.ts";

/** What the Bot API keeps for one bot between calls. */
export class Account {
  readonly bot: Bot;
  readonly updates: UpdateQueue;
  readonly quota = new QuotaCounter();
  webhook: Webhook | undefined;
  readonly #webhookPost: WebhookPost | undefined;

  constructor(bot: Bot, journal: Journal, webhookPost: WebhookPost | undefined) {
    this.bot = bot;
    this.updates = new UpdateQueue(bot, journal);
    this.#webhookPost = webhookPost;
    bot.onSwitch(() => {
      if (bot.switches.tokenRevoked) this.updates.endAll("token-revoked");
      else if (bot.switches.foreignWebhook !== null) this.updates.endAll("webhook-set");
    });
  }

  /** Whether a webhook, ours or somebody else's, takes the updates away from polling. */
  get hasWebhook(): boolean {
    return this.webhook !== undefined || this.bot.switches.foreignWebhook !== null;
  }

  /** A person's message for this bot: to its webhook if one is set, else to its polls. */
  receive(message: PersonMessage): void {
    if (this.webhook !== undefined) {
      if (this.#webhookPost === undefined) this.updates.drop(message, "webhook-push-not-simulated");
      else this.#webhookPost.push(this.bot, this.webhook, toWireUpdate(message, this.bot.switches));
    } else if (this.bot.switches.foreignWebhook !== null) {
      this.updates.drop(message, "foreign-webhook");
    } else {
      this.updates.arrive(message);
    }
  }
}
