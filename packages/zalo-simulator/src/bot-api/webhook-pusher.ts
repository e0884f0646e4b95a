import type { Bot } from "../world/bot.ts";
import type { PersonMessage } from "../world/chat.ts";
import type { DroppedWhy, Journal } from "../world/journal.ts";
import { pause } from "./pause.ts";
import type { Webhook } from "./webhook.ts";
import { outcomeOf } from "./webhook-outcome.ts";
import { postToWebhook } from "./webhook-request.ts";
import { toWireUpdate } from "./wire-update.ts";

/** Messages that may wait for one bot's webhook. */
const WAITING_LIMIT = 10_000;

export interface PusherParts {
  bot: Bot;
  journal: Journal;
  /** The webhook as it is now. */
  webhook(): Webhook | undefined;
  /** Takes a message back whose webhook was deleted before its turn came. */
  returned(message: PersonMessage): void;
  closed: AbortSignal;
}

/**
 * Posts a bot's messages to its webhook, one event per request: in order within a chat, and for as many chats
 * at a time as the switch `webhookConcurrency` says.
 */
export class WebhookPusher {
  readonly #parts: PusherParts;
  /** What waits, by chat. A chat is in here until nothing of it waits and nothing is under way. */
  readonly #lanes = new Map<string, PersonMessage[]>();
  /** Chats with something waiting and nothing under way. */
  readonly #ready: string[] = [];
  #underWay = 0;
  #waiting = 0;
  #retrying = 0;

  constructor(parts: PusherParts) {
    this.#parts = parts;
  }

  /** How many messages have not arrived yet. */
  get waiting(): number {
    return this.#waiting + this.#underWay;
  }

  /** How many of these have been tried at least once. */
  get retrying(): number {
    return this.#retrying;
  }

  /** Posts the message when its turn comes. */
  push(message: PersonMessage): void {
    if (this.#waiting >= WAITING_LIMIT) {
      this.#drop(message, "queue-full");
      return;
    }
    this.#waiting += 1;
    const lane = this.#lanes.get(message.chat.id);
    if (lane !== undefined) {
      lane.push(message);
      return;
    }
    this.#lanes.set(message.chat.id, [message]);
    this.#ready.push(message.chat.id);
    this.#startReady();
  }

  #startReady(): void {
    while (this.#underWay < this.#parts.bot.switches.webhookConcurrency) {
      const chatId = this.#ready.shift();
      if (chatId === undefined) return;
      this.#run(chatId).catch((error: unknown) => process.emitWarning(String(error)));
    }
  }

  /** One message of one chat. The chat then queues up again behind the others. */
  async #run(chatId: string): Promise<void> {
    const lane = this.#lanes.get(chatId) ?? [];
    this.#underWay += 1;
    const message = lane.shift();
    this.#waiting -= 1;
    try {
      if (message !== undefined) await this.#deliver(message);
    } finally {
      this.#underWay -= 1;
      if (lane.length === 0) this.#lanes.delete(chatId);
      else this.#ready.push(chatId);
      this.#startReady();
    }
  }

  /** Delivers a message, and then once more for each redelivery that the switches ask for. */
  async #deliver(message: PersonMessage): Promise<void> {
    const { bot, closed } = this.#parts;
    if (closed.aborted) return;
    if (this.#parts.webhook() === undefined) return this.#parts.returned(message);
    let arrived = false;
    for (let time = 1; time <= 1 + bot.switches.webhookRedeliveries; time += 1) {
      arrived = (await this.#deliverOnce(message, time)) || arrived;
    }
    if (!arrived && !closed.aborted) this.#drop(message, "webhook-failed");
  }

  /** Tries until the webhook answers 2xx or the retries are used up. */
  async #deliverOnce(message: PersonMessage, time: number): Promise<boolean> {
    const { bot, closed } = this.#parts;
    let retries = 0;
    try {
      for (let attempt = 1; attempt <= 1 + bot.switches.webhookRetries; attempt += 1) {
        if (attempt > 1) await pause(bot.switches.webhookRetryDelayMs, closed);
        const webhook = this.#parts.webhook();
        if (webhook === undefined || closed.aborted) return false;
        if (await this.#post(message, webhook, { time, attempt })) return true;
        if (attempt === 1) {
          retries = 1;
          this.#retrying += 1;
        }
      }
      return false;
    } finally {
      this.#retrying -= retries;
    }
  }

  async #post(
    message: PersonMessage,
    webhook: Webhook,
    count: { time: number; attempt: number },
  ): Promise<boolean> {
    const { bot, journal, closed } = this.#parts;
    const update = toWireUpdate(message, bot.switches);
    const body = JSON.stringify(bot.switches.webhookBody === "bare" ? update : { ok: true, result: update });
    const reply = await postToWebhook(bot, webhook, { body, withSecret: true }, closed);
    const outcome = outcomeOf(reply);
    journal.add({
      kind: "webhook-pushed",
      botId: bot.id,
      chatId: message.chat.id,
      messageId: message.messageId,
      ...count,
      status: reply.kind === "answered" ? reply.status : null,
      ms: reply.ms,
      outcome,
    });
    return outcome === "webhook.ok";
  }

  #drop({ messageId, chat }: PersonMessage, why: DroppedWhy): void {
    this.#parts.journal.add({ kind: "dropped", botId: this.#parts.bot.id, chatId: chat.id, messageId, why });
  }
}
