import { ChannelError } from "channel-kit/outcome/channel-error";
import type { WebhookSettings } from "../../config/webhook.ts";
import { badTrial, trialFix, trialMessage, type WebhookTrial } from "../../status/webhook-trial.ts";
import { persist } from "../persist.ts";
import type { Receiving } from "../receiving.ts";
import { HandOver } from "./hand-over.ts";
import { isSameUrl, proofOf, readRegistered, writeRegistered } from "./registration.ts";

/** How often Zalo is asked whether it still sends to us, in milliseconds. */
const LOOK_EVERY_MS = 60_000;

/**
 * Receives by webhook until the signal fires: opens a door on the gateway, then has Zalo send to it. The webhook
 * stays registered when the account stops, and is registered again only when URL or secret have changed.
 */
export async function receiveByWebhook(settings: WebhookSettings, receiving: Receiving): Promise<void> {
  const { account, desk, log, clock, status, signal } = receiving;
  const registrar = new Registrar(settings, receiving);
  const door = desk.open({
    accountId: account.accountId,
    path: settings.path,
    secret: settings.secret,
    take: async (event) => {
      await receiving.take(event);
      registrar.delivered();
    },
    warn: (message) => log.warn(message),
    keepOpen: receiving.keepOpen,
  });
  try {
    {
      using _earlier = desk.takeOver(account.accountId);
      await registrar.register();
    }
    log.info(`account "${account.accountId}" receives by webhook at ${settings.path}`);
    for (;;) {
      status.connected();
      await clock.sleep(LOOK_EVERY_MS, signal);
      await persist(() => registrar.look(), receiving);
    }
  } finally {
    door.leave();
  }
}

/** Sees to it that Zalo sends an account's events to its door. */
class Registrar {
  readonly #settings: WebhookSettings;
  readonly #receiving: Receiving;
  readonly #proof: string;
  #trial: WebhookTrial | undefined;

  constructor(settings: WebhookSettings, receiving: Receiving) {
    this.#settings = settings;
    this.#receiving = receiving;
    this.#proof = proofOf(settings, receiving.account.token.value ?? "");
  }

  /** An event came through, so whatever a trial found is no longer true. */
  delivered(): void {
    const { status, ledger, log } = this.#receiving;
    if (this.#trial === undefined) return;
    this.#trial = undefined;
    status.webhookTried(undefined);
    writeRegistered(ledger, { url: this.#settings.url, proof: this.#proof }).catch((error: unknown) =>
      log.warn(String(error)),
    );
  }

  /** Registers the webhook unless Zalo has it already. Polls are kept open until it is registered. */
  async register(): Promise<void> {
    const { api, ledger, signal } = this.#receiving;
    const { url } = this.#settings;
    const known = await readRegistered(ledger);
    await using polls = new HandOver(this.#receiving);
    await persist(async () => {
      const present = await api.getWebhookUrl(signal);
      if (isSameUrl(present, url) && known?.proof === this.#proof) {
        this.#show(known.trial);
        return;
      }
      if (present === undefined) await polls.readEmpty();
      else if (!isSameUrl(present, known?.url) && !isSameUrl(present, url)) this.#sayReplaced();
      await this.#set(polls);
      await polls.end();
    }, this.#receiving);
  }

  /** Looks whether Zalo still sends to us; registers again what is gone, and says when it sends elsewhere. */
  async look(): Promise<void> {
    const { api, account, signal } = this.#receiving;
    const present = await api.getWebhookUrl(signal);
    if (isSameUrl(present, this.#settings.url)) return;
    if (present === undefined) return await this.register();
    throw new ChannelError(
      "misconfigured",
      `Zalo account "${account.accountId}": another program has registered a webhook of its own for this bot, so its messages go there.`,
      { fix: "Stop that program, then restart the gateway, which takes the bot back.", retryable: true },
    );
  }

  async #set(polls: HandOver): Promise<void> {
    const { api, desk, ledger, log, account, signal } = this.#receiving;
    const { url, secret } = this.#settings;
    const set = () => api.setWebhook(url, secret, signal);
    const trialsBefore = desk.trials(account.accountId);
    const verification = await set().catch(async (error: unknown) => {
      if (!(error instanceof ChannelError) || error.code !== "rejected") throw error;
      // Nobody knows whether Zalo minds a poll that is open.
      await polls.end();
      return await set().catch((again: unknown) => Promise.reject(this.#refused(again)));
    });
    // A trial without secret is refused by our own door: then Zalo has come through, whatever it calls that.
    const wasReached = desk.trials(account.accountId) > trialsBefore;
    const trial = wasReached ? undefined : badTrial(verification);
    await writeRegistered(ledger, { url, proof: this.#proof, trial });
    log.info(`account "${account.accountId}": the webhook is registered`);
    if (trial !== undefined) {
      log.warn(`account "${account.accountId}": ${trialMessage(trial)} ${trialFix(trial)}`);
    }
    this.#show(trial);
  }

  #show(trial: WebhookTrial | undefined): void {
    this.#trial = trial;
    this.#receiving.status.webhookTried(trial);
  }

  #refused(error: unknown): unknown {
    if (!(error instanceof ChannelError) || error.code !== "rejected") return error;
    const { settingsPath } = this.#receiving.account;
    return new ChannelError(error.code, error.message, {
      fix: `Zalo takes public https addresses only: check ${settingsPath}.webhookUrl and ${settingsPath}.webhookSecret.`,
      cause: error,
    });
  }

  #sayReplaced(): void {
    const { log, account } = this.#receiving;
    log.warn(
      `account "${account.accountId}": another webhook was registered for this bot; ours takes its place`,
    );
  }
}
