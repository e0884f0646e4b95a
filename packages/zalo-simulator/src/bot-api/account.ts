import type { Bot } from "../world/bot.ts";
import type { PersonMessage } from "../world/chat.ts";
import type { Journal } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import { PeriodCounter } from "./period-counter.ts";
import { isBeyondPlan } from "./quota.ts";
import { UpdateQueue } from "./update-queue.ts";
import type { Webhook } from "./webhook.ts";
import { WebhookPusher } from "./webhook-pusher.ts";

/** What an account needs of the simulator around it. */
export interface AccountParts {
  world: World;
  journal: Journal;
  /** Aborted when the simulator closes. */
  closed: AbortSignal;
}

/** What the Bot API keeps for one bot between calls. */
export class Account {
  readonly bot: Bot;
  readonly updates: UpdateQueue;
  /** Accepted sends, counted whether or not a quota is set. */
  readonly sends = new PeriodCounter("month");
  readonly setWebhookCalls = new PeriodCounter("day");
  readonly testWebhookCalls = new PeriodCounter("day");
  webhook: Webhook | undefined;
  readonly #world: World;
  readonly #pusher: WebhookPusher;

  constructor(bot: Bot, { world, journal, closed }: AccountParts) {
    this.bot = bot;
    this.#world = world;
    this.updates = new UpdateQueue(bot, journal);
    this.#pusher = new WebhookPusher({
      bot,
      journal,
      webhook: () => this.webhook,
      returned: (message) => this.receive(message),
      closed,
    });
    bot.onSwitch(() => {
      if (bot.switches.tokenRevoked) this.updates.endAll("token-revoked");
      else if (bot.switches.foreignWebhook !== null) this.updates.endAll("webhook-set");
    });
  }

  /** Messages on their way to the webhook. */
  get pushes(): Pick<WebhookPusher, "waiting" | "retrying"> {
    return this.#pusher;
  }

  /** Whether a webhook, ours or somebody else's, takes the updates away from polling. */
  get hasWebhook(): boolean {
    return this.webhook !== undefined || this.bot.switches.foreignWebhook !== null;
  }

  /** A person's message for this bot: to its webhook if one is set, else to its polls. */
  receive(message: PersonMessage): void {
    const { foreignWebhook, beyondPlan } = this.bot.switches;
    if (beyondPlan === "ignored" && isBeyondPlan(this.#world, this.bot, message.chat)) {
      this.updates.drop(message, "beyond-plan");
    } else if (this.webhook !== undefined) {
      this.#pusher.push(message);
    } else if (foreignWebhook !== null) {
      this.updates.drop(message, "foreign-webhook");
    } else {
      this.updates.arrive(message);
    }
  }
}
