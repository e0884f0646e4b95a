import type { Bot } from "../world/bot.ts";
import type { PersonMessage } from "../world/chat.ts";
import type { DroppedWhy, Journal, PollClosedWhy } from "../world/journal.ts";

/** Messages that may wait for one bot to read them. */
const QUEUE_LIMIT = 10_000;

/** How a poll ended. */
export type PollEnd =
  | { why: Exclude<PollClosedWhy, "update"> }
  | { why: "update"; message: PersonMessage; pollId: number };

interface OpenPoll {
  id: number;
  end(end: PollEnd): void;
}

interface Waiting {
  message: PersonMessage;
  timesHandedOver: number;
}

/** One bot's unread messages and its open polls, in the three ways the real API is said to behave. */
export class UpdateQueue {
  readonly #bot: Bot;
  readonly #journal: Journal;
  readonly #polls = new Set<OpenPoll>();
  readonly #waiting: Waiting[] = [];
  #lastPollId = 0;

  constructor(bot: Bot, journal: Journal) {
    this.#bot = bot;
    this.#journal = journal;
  }

  /** How many polls are open. */
  get openPolls(): number {
    return this.#polls.size;
  }

  /** How many messages wait to be read. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes a message in: to an open poll if there is one, else to wait or to be lost, as `queueMode` says. */
  arrive(message: PersonMessage): void {
    if (this.#bot.switches.queueMode === "live-only") this.#forgetWaiting();
    if (this.#bot.switches.queueMode === "live-only" && this.#polls.size === 0) {
      this.drop(message, "no-open-poll");
      return;
    }
    this.#waiting.push({ message, timesHandedOver: 0 });
    this.#handOver();
    if (this.#waiting.length <= QUEUE_LIMIT) return;
    const oldest = this.#waiting.shift();
    if (oldest !== undefined) this.drop(oldest.message, "queue-full");
  }

  /** Opens a poll. It ends with an update, when its time is over, or when `gone` says its client left. */
  poll(timeoutMs: number, gone: AbortSignal): Promise<PollEnd> {
    this.#lastPollId += 1;
    const id = this.#lastPollId;
    if (this.#bot.switches.pollers === "single" && this.#polls.size > 0) {
      if (this.#bot.switches.secondPoll === "refuse") {
        this.#journal.add({ kind: "poll-closed", botId: this.#bot.id, pollId: id, why: "refused" });
        return Promise.resolve({ why: "refused" });
      }
      this.endAll("stolen");
    }
    return new Promise((resolve) => {
      const end = (ended: PollEnd) => {
        if (!this.#polls.delete(open)) return;
        clearTimeout(timer);
        gone.removeEventListener("abort", onGone);
        this.#journal.add({ kind: "poll-closed", botId: this.#bot.id, pollId: id, why: ended.why });
        resolve(ended);
      };
      const open: OpenPoll = { id, end };
      const onGone = () => end({ why: "aborted-by-client" });
      const timer = setTimeout(() => end({ why: "idle" }), timeoutMs);
      this.#polls.add(open);
      this.#journal.add({ kind: "poll-opened", botId: this.#bot.id, pollId: id, timeoutMs });
      gone.addEventListener("abort", onGone, { once: true });
      if (gone.aborted) onGone();
      if (this.#bot.switches.queueMode === "live-only") this.#forgetWaiting();
      this.#handOver();
    });
  }

  /** Ends every open poll without an update. */
  endAll(why: Exclude<PollClosedWhy, "update">): void {
    for (const poll of [...this.#polls]) poll.end({ why });
  }

  /** Records that a message never becomes available to the bot. */
  drop(message: PersonMessage, why: DroppedWhy): void {
    const { messageId, chat } = message;
    this.#journal.add({ kind: "dropped", botId: this.#bot.id, chatId: chat.id, messageId, why });
  }

  /** Gives the oldest waiting message to the oldest poll, as long as there are both. */
  #handOver(): void {
    for (const poll of [...this.#polls]) {
      const next = this.#waiting[0];
      if (next === undefined) return;
      next.timesHandedOver += 1;
      const handings = this.#bot.switches.queueMode === "replay" ? this.#bot.switches.replayTimes : 1;
      if (next.timesHandedOver >= handings) this.#waiting.shift();
      this.#journal.add({
        kind: "handed-over",
        botId: this.#bot.id,
        chatId: next.message.chat.id,
        messageId: next.message.messageId,
        pollId: poll.id,
        time: next.timesHandedOver,
      });
      poll.end({ why: "update", message: next.message, pollId: poll.id });
    }
  }

  /** What an earlier queue mode left behind is not there for a poll that only hears what arrives live. */
  #forgetWaiting(): void {
    for (const { message } of this.#waiting.splice(0)) this.drop(message, "no-open-poll");
  }
}
