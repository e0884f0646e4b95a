import type { Admission } from "channel-kit/host/inbox-monitor";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { backoffMs } from "channel-kit/time/backoff";
import type { Clock } from "channel-kit/time/clock";
import type { CallResult } from "../bot-api/failures.ts";
import { removeWebhookCommand } from "../mend.ts";
import { readPoll } from "./read-poll.ts";

/** How long the server holds one poll open; the longest that has been measured. */
export const POLL_WAIT_SECONDS = 30;

/** Pauses after a failed poll. There is no limit on attempts. */
const FAILURE_BACKOFF = { baseMs: 1_000, capMs: 60_000 };
/** Pauses after an idle answer that came at once: some servers say "nothing" without waiting. */
const HASTY_BACKOFF = { baseMs: 250, capMs: 5_000 };
/** An idle poll that ends before this share of its time was not held open by the server. */
const HASTY_SHARE = 0.5;
/** So many hasty polls beside another open one mean that the polls end each other. */
const HASTY_MEANS_STOLEN = 3;
/** Pause after a poll that brought nothing new, where the API hands the same over again and again. */
const NOTHING_NEW_PAUSE_MS = 1_000;
/** Pause before an update that could not be written down is tried again. */
const APPEND_BACKOFF = { baseMs: 200, capMs: 10_000 };

export interface LongPollOptions {
  accountId: string;
  /** Polls kept open at once. */
  pollers: number;
  getUpdates(waitSeconds: number, signal: AbortSignal): Promise<CallResult>;
  /** Writes one raw update down; resolves when it is on disk. */
  append(raw: unknown): Promise<Admission>;
  clock: Clock;
  signal: AbortSignal;
  observer: LongPollObserver;
}

export interface LongPollObserver {
  /** A poll was answered, with or without a message. */
  alive(): void;
  /** A poll failed, or an update could not be stored; it is tried again. */
  trouble(error: ChannelError): void;
  /** The API refuses a second poll; from now on there is one. Said once. */
  singlePoll(): void;
}

/**
 * Receives until the signal fires: each poll's updates are written down, then the next poll is opened at
 * once. Several polls are kept open because the API may hand over only what arrives while one is; where it
 * refuses that, one is kept.
 *
 * Resolves when the signal has fired and every update in hand is stored. Throws `unauthorized` when the token
 * is refused, which ends all polls.
 */
export async function longPoll(options: LongPollOptions): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const extra = new AbortController();
  const extraSignal = AbortSignal.any([signal, extra.signal]);
  const fallBack = () => {
    if (extra.signal.aborted) return;
    extra.abort();
    options.observer.singlePoll();
  };
  const pollers = Array.from({ length: options.pollers }, (_, index) =>
    new Poller(options, index, index === 0 ? signal : extraSignal, {
      fallBack,
      alone: () => options.pollers === 1 || extra.signal.aborted,
    })
      .run()
      .catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
  );
  const results = await Promise.allSettled(pollers);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

class Poller {
  readonly #options: LongPollOptions;
  readonly #index: number;
  readonly #signal: AbortSignal;
  readonly #others: { fallBack(): void; alone(): boolean };
  #failures = 0;
  #hasty = 0;

  constructor(
    options: LongPollOptions,
    index: number,
    signal: AbortSignal,
    others: { fallBack(): void; alone(): boolean },
  ) {
    this.#options = options;
    this.#index = index;
    this.#signal = signal;
    this.#others = others;
  }

  async run(): Promise<void> {
    // Polls that begin together end together; a shorter first one keeps them apart.
    let waitSeconds = Math.ceil(
      (POLL_WAIT_SECONDS * (this.#options.pollers - this.#index)) / this.#options.pollers,
    );
    while (!this.#signal.aborted) {
      const pauseMs = await this.#pollOnce(waitSeconds);
      waitSeconds = POLL_WAIT_SECONDS;
      if (pauseMs > 0) await this.#options.clock.sleep(pauseMs, this.#signal).catch(() => {});
    }
  }

  /** One poll and what follows from it. Answers how long to wait before the next, in milliseconds. */
  async #pollOnce(waitSeconds: number): Promise<number> {
    const { clock, getUpdates, observer } = this.#options;
    const startedAt = clock.now();
    const outcome = readPoll(await getUpdates(waitSeconds, this.#signal));
    switch (outcome.kind) {
      case "updates":
        this.#heard();
        // Even when we are being stopped: what was handed over is ours to keep.
        return await this.#store(outcome.updates);
      case "idle":
        this.#heard();
        return this.#afterIdle(clock.now() - startedAt, waitSeconds * 1_000);
      case "second-poll-refused":
        if (this.#index > 0) {
          this.#others.fallBack();
          return 0;
        }
        return this.#afterFailure(outcome.error);
      case "webhook-set":
        return this.#afterFailure(foreignWebhook(this.#options.accountId, outcome.error));
      case "failed": {
        if (this.#signal.aborted) return 0;
        if (outcome.error.code === "unauthorized") throw outcome.error;
        // Some proxies cut a connection on which nothing was said for a while; that is an idle poll too.
        const wasHeld = clock.now() - startedAt >= waitSeconds * 1_000 * HASTY_SHARE;
        return outcome.cut && wasHeld ? HASTY_BACKOFF.baseMs : this.#afterFailure(outcome.error);
      }
      default:
        observer.trouble(outcome satisfies never);
        return 0;
    }
  }

  #heard(): void {
    this.#failures = 0;
    this.#options.observer.alive();
  }

  #afterFailure(error: ChannelError): number {
    this.#options.observer.trouble(error);
    this.#failures += 1;
    return Math.max(error.retryAfterMs ?? 0, backoffMs(this.#failures, FAILURE_BACKOFF));
  }

  #afterIdle(tookMs: number, askedMs: number): number {
    if (tookMs >= askedMs * HASTY_SHARE) {
      this.#hasty = 0;
      return 0;
    }
    this.#hasty += 1;
    if (this.#hasty >= HASTY_MEANS_STOLEN && !this.#others.alone()) {
      this.#hasty = 0;
      this.#others.fallBack();
      return 0;
    }
    return backoffMs(this.#hasty, HASTY_BACKOFF);
  }

  async #store(updates: readonly unknown[]): Promise<number> {
    this.#hasty = 0;
    let fresh = false;
    for (const raw of updates) {
      if ((await this.#append(raw)) === "new") fresh = true;
    }
    return fresh ? 0 : NOTHING_NEW_PAUSE_MS;
  }

  /** Nothing hands this update over a second time, so it is held until it is on disk. */
  async #append(raw: unknown): Promise<Admission> {
    const { append, clock, observer, accountId } = this.#options;
    for (let failures = 1; ; failures += 1) {
      try {
        return await append(raw);
      } catch (cause) {
        observer.trouble(
          cause instanceof ChannelError
            ? cause
            : new ChannelError("storage", `Zalo account "${accountId}": a message could not be stored.`, {
                cause,
              }),
        );
        if (this.#signal.aborted) throw cause;
        await clock.sleep(backoffMs(failures, APPEND_BACKOFF), this.#signal).catch(() => {});
      }
    }
  }
}

function foreignWebhook(accountId: string, cause: ChannelError): ChannelError {
  return new ChannelError(
    "misconfigured",
    `Zalo account "${accountId}": a webhook is registered for this bot, so Zalo gives its messages to that address and none to us.`,
    {
      fix: `Stop the other program that uses this bot, or run: ${removeWebhookCommand(accountId)}`,
      cause,
    },
  );
}
