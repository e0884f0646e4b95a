import type { Outgoing } from "channel-kit/answer/answer-record";
import type { HeldSend, HeldSends } from "channel-kit/answer/held-sends";
import type { OutgoingBook } from "channel-kit/answer/outgoing-book";
import { sendPieces, type UnknownSends } from "channel-kit/answer/send-pieces";
import { ChannelError, isAborted } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { Permit } from "channel-kit/pace/paced-message";
import type { Clock } from "channel-kit/time/clock";

const MINUTE_MS = 60_000;
/** What has not gone out after so long is not sent any more: news of the day before yesterday are none. */
const KEEP_MS = 36 * 60 * MINUTE_MS;
/** What is held back is tried again so often. */
const TRY_EVERY_MS = MINUTE_MS;
/** How long one try waits for its turn, and is repeated when Zalo certainly refused it. */
const PATIENCE_MS = 10 * MINUTE_MS;

export interface LaterSendsOptions {
  accountId: string;
  held: HeldSends;
  outgoing: OutgoingBook;
  unknownSends: UnknownSends;
  /** Waits for its turn as something unasked for, for as many milliseconds; what lasts is refused. */
  admit(target: string, piece: Outgoing, patienceMs: number, signal: AbortSignal): Promise<Permit>;
  send(target: string, piece: Outgoing, signal: AbortSignal): Promise<Delivery>;
  clock: Clock;
  signal: AbortSignal;
  log: { info(message: string): void; warn(message: string): void };
}

/**
 * Sends, when the quiet hours are over, what nobody asked for and what came in them; what an earlier process has left
 * over, too. One after the other, in the order in which it came. One per running account.
 */
export class LaterSends {
  readonly #options: LaterSendsOptions;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(options: LaterSendsOptions) {
    this.#options = options;
  }

  async keep(send: HeldSend): Promise<void> {
    const { held, log, accountId } = this.#options;
    await held.keep(send);
    log.info(`account "${accountId}": a message to ${send.target} waits for the end of the quiet hours`);
    this.start();
  }

  /** Sends what waits; to be called when the account runs. */
  start(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async #run(): Promise<void> {
    const { clock, signal, log, accountId } = this.#options;
    while (this.#again && !signal.aborted) {
      this.#again = false;
      try {
        if (await this.#sendAll()) continue;
      } catch (error) {
        if (signal.aborted) return;
        log.warn(`account "${accountId}": messages that wait cannot be read. ${wordsOf(error)}`);
      }
      this.#again = true;
      await clock.sleep(TRY_EVERY_MS, signal).catch(() => {});
    }
  }

  /** True when nothing waits any more. What is held back keeps back what comes after it in the same chat only. */
  async #sendAll(): Promise<boolean> {
    const { held, signal } = this.#options;
    const blocked = new Set<string>();
    for (const one of await held.all()) {
      if (signal.aborted) return false;
      if (blocked.has(one.target)) continue;
      try {
        await this.#send(one);
      } catch {
        // The pacer, or the connection, says what is the matter.
        blocked.add(one.target);
      }
    }
    return blocked.size === 0;
  }

  /** Throws what may go well later; all else settles it. */
  async #send(one: HeldSend & { since: number }): Promise<void> {
    const { held, outgoing, unknownSends, admit, send, clock, signal, log, accountId } = this.#options;
    const { deliveryId, part, target, since } = one;
    const pieces = await outgoing.find(deliveryId, part);
    const isTooOld = clock.now() - since > KEEP_MS;
    if (pieces === undefined || isTooOld) {
      log.warn(
        `account "${accountId}": a message to ${target} has waited for too long and is not sent any more`,
      );
      await held.done(one);
      return;
    }
    try {
      await sendPieces(pieces, {
        admit: (piece, stop) => admit(target, piece, PATIENCE_MS, stop),
        send: (piece, stop) => send(target, piece, stop),
        save: (index, piece) => outgoing.savePiece(deliveryId, part, index, piece),
        unknownSends,
        clock,
        signal,
        deadlineAt: clock.now() + PATIENCE_MS,
      });
    } catch (error) {
      if (isAborted(error) || !(error instanceof ChannelError) || error.retryable) throw error;
      log.warn(`account "${accountId}": a message to ${target} that waited was not sent. ${error.message}`);
    }
    await held.done(one);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
