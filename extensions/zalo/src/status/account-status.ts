import type { SendPiecesReport } from "channel-kit/answer/send-pieces";
import type { ChannelError, ChannelErrorCode } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import type { ChannelAccountSnapshot } from "openclaw/plugin-sdk/channel-contract";
import type { WebhookTrial } from "./webhook-trial.ts";

/** Nothing but failed polls for this long means that we are no longer connected, in milliseconds. */
const CONNECTED_GRACE_MS = 10_000;

/** What a running account reports beside the gateway's own fields. */
export interface AccountFacts {
  /** Whose token it is. The gateway shows `username` as the bot's name. */
  bot?: BotFacts;
  /** Why the account waits, and what to do about it; null once it runs. */
  blocked?: { since: number; code: ChannelErrorCode; fix?: string } | null;
  /** What Zalo found when it tried the webhook in vain; null when nothing is known against it. */
  webhookTrial?: WebhookTrial | null;
  /** Messages that may not have arrived and are not sent again, since the account started. */
  unconfirmedSends?: number;
  /** Messages that were sent again although the first try may have arrived, since the account started. */
  possibleDoubles?: number;
  /** Why a picture or file of an answer was last left out, since the account started. */
  mediaMissing?: string;
}

/** What `getMe` says of a bot. */
export interface BotFacts {
  id: string;
  username: string;
  canJoinGroups: boolean;
}

export type StatusPatch = Omit<Partial<ChannelAccountSnapshot>, "accountId" | "bot"> & AccountFacts;

/** What an operator sees of a running account in `openclaw channels status`; says only what is known. */
export class AccountStatus {
  readonly #write: (patch: StatusPatch) => void;
  readonly #clock: Clock;
  /** When the first poll failed of those that have failed since the last answer. */
  #troubleSince: number | undefined;
  #isConnected = false;
  #showsError = false;
  #unconfirmed = 0;
  #possibleDoubles = 0;

  constructor(write: (patch: StatusPatch) => void, clock: Clock) {
    this.#write = write;
    this.#clock = clock;
  }

  starting(mode: "polling" | "webhook"): void {
    this.#write({
      mode,
      lifecycle: "starting",
      connected: false,
      lastError: null,
      blocked: null,
    });
  }

  /** The platform has just answered a poll, or has said that it sends to our webhook. */
  connected(): void {
    const now = this.#clock.now();
    this.#troubleSince = undefined;
    if (this.#isConnected) {
      this.#write({ lastTransportActivityAt: now, ...(this.#showsError ? { lastError: null } : {}) });
      this.#showsError = false;
      return;
    }
    this.#isConnected = true;
    this.#showsError = false;
    this.#write({
      connected: true,
      lifecycle: "ready",
      lastConnectedAt: now,
      lastTransportActivityAt: now,
      lastError: null,
    });
  }

  /** A message could not be sent; says nothing about whether we still receive. */
  sendTrouble(error: ChannelError): void {
    this.#showsError = true;
    this.#write({ lastError: error.message });
  }

  /** A picture or file of an answer could not be sent; the rest was. Stands in the status until the next start. */
  mediaMissing(error: ChannelError): void {
    this.#write({ mediaMissing: error.message });
  }

  /** A poll failed and is being tried again. One failure among answers is no disconnection. */
  trouble(error: ChannelError): void {
    const now = this.#clock.now();
    this.#showsError = true;
    this.#troubleSince ??= now;
    if (this.#isConnected && now - this.#troubleSince < CONNECTED_GRACE_MS) {
      this.#write({ lastError: error.message });
      return;
    }
    this.#isConnected = false;
    this.#write({ connected: false, lifecycle: "recovering", lastError: error.message });
  }

  /** Nothing but an operator can help: the gateway stops restarting the account and shows why. */
  blocked(error: ChannelError): void {
    this.#isConnected = false;
    this.#write({
      connected: false,
      lifecycle: "blocked",
      terminalDisconnect: true,
      lastError: error.message,
      blocked: {
        since: this.#clock.now(),
        code: error.code,
        ...(error.fix === undefined ? {} : { fix: error.fix }),
      },
    });
  }

  /** Zalo has tried the webhook; undefined when it came through, or an event has since. */
  webhookTried(trial: WebhookTrial | undefined): void {
    this.#write({ webhookTrial: trial ?? null });
  }

  identity(bot: BotFacts): void {
    this.#write({ identity: bot.username, bot });
  }

  received(): void {
    this.#write({ lastInboundAt: this.#clock.now() });
  }

  sent(report: SendPiecesReport): void {
    this.#unconfirmed += report.unconfirmed;
    this.#possibleDoubles += report.possibleDoubles;
    this.#write({
      lastOutboundAt: this.#clock.now(),
      ...(this.#unconfirmed > 0 ? { unconfirmedSends: this.#unconfirmed } : {}),
      ...(this.#possibleDoubles > 0 ? { possibleDoubles: this.#possibleDoubles } : {}),
    });
  }
}
