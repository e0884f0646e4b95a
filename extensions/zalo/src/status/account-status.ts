import { type ReportedFacts, type SnapshotPatch, StatusReporter } from "channel-kit/host/status-reporter";
import type { WebhookTrial } from "./webhook-trial.ts";

/** What a running account reports beside the gateway's own fields. */
export interface AccountFacts extends ReportedFacts {
  /** Whose token it is. The gateway shows `username` as the bot's name. */
  bot?: BotFacts;
  /** What Zalo found when it tried the webhook in vain; null when nothing is known against it. */
  webhookTrial?: WebhookTrial | null;
}

/** What `getMe` says of a bot. */
export interface BotFacts {
  id: string;
  username: string;
  canJoinGroups: boolean;
}

export type StatusPatch = SnapshotPatch & AccountFacts;

/** What an operator sees of a running bot in `openclaw channels status`. */
export class AccountStatus extends StatusReporter<StatusPatch> {
  /** Zalo has tried the webhook; undefined when it came through, or an event has since. */
  webhookTried(trial: WebhookTrial | undefined): void {
    this.tell({ webhookTrial: trial ?? null });
  }

  identity(bot: BotFacts): void {
    this.tell({ identity: bot.username, bot });
  }
}
