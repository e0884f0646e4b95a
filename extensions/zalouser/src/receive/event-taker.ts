import type { Log } from "channel-kit/host/channel-log";
import type { InboxMonitor } from "channel-kit/host/inbox-monitor";
import type { UnknownKinds } from "channel-kit/host/unknown-kinds";
import type { Ledger } from "channel-kit/inbox/ledger";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import type { SessionEvent } from "../session/port.ts";
import type { MessageBook } from "./message-book.ts";
import type { MessageEvent } from "./normalize.ts";
import type { RecalledMessages } from "./recalled.ts";
import type { ReceivedMarks } from "./received-marks.ts";

/** A message that was missed for longer is not answered: whoever wrote it has long since turned to somebody else. */
const MISSED_AT_MOST_MS = 24 * 60 * 60 * 1_000;
/** Events that wait for the disk; with more the socket is closed, and they are asked for again. */
const WAITING_AT_MOST = 5_000;

const STARTED_KEY = "started";

export interface EventTakerOptions {
  accountId: string;
  monitor: Pick<InboxMonitor, "append">;
  ledger: Ledger;
  messages: MessageBook;
  recalled: RecalledMessages;
  marks: ReceivedMarks;
  unknownKinds: UnknownKinds;
  clock: Clock;
  log: Log;
  /** A message has come that is new. */
  onReceived(): void;
  /** What is no message: reactions, and what happens to groups and friends. `stored` ends with what came before it. */
  onOther(event: Exclude<SessionEvent, { kind: "message" | "undo" }>, stored: Promise<unknown>): void;
}

/**
 * Takes what a socket brings: messages go into the inbox, the account's own into the book only. What is safely stored
 * is marked in the order in which it came, so that anything behind a failure is asked for again.
 */
export class EventTaker {
  readonly #options: EventTakerOptions;
  #waiting = 0;
  /** Counts sockets: what an earlier one brought marks nothing any more once a later one is open. */
  #socket = 0;
  #tail: Promise<boolean> = Promise.resolve(true);
  #giveUp: (error: ChannelError) => void = () => {};
  #startedAt: Promise<number> | undefined;
  #tooOld = 0;

  constructor(options: EventTakerOptions) {
    this.#options = options;
  }

  /** Notes when the account first ran here. To be called before the first socket is opened. */
  async begin(): Promise<void> {
    await this.#started();
  }

  /** A socket is open; `giveUp` closes it. */
  opened(giveUp: (error: ChannelError) => void): void {
    this.#socket += 1;
    this.#tail = Promise.resolve(true);
    this.#giveUp = giveUp;
    this.#sayTooOld();
  }

  take(event: SessionEvent, ownId: string): void {
    if (event.kind !== "message" && event.kind !== "undo") {
      this.#options.onOther(event, this.#tail);
      return;
    }
    if (this.#waiting >= WAITING_AT_MOST) {
      this.#lose(new ChannelError("storage", "More messages come than can be written down."));
      return;
    }
    this.#waiting += 1;
    const stored = this.#store(event).finally(() => {
      this.#waiting -= 1;
    });
    this.#tail = Promise.all([this.#tail, stored.catch((error: unknown) => this.#lose(error))]).then(
      async ([before, now]) => before && now !== false && (await this.#mark(event, ownId)),
    );
  }

  /** Resolves when everything that has come is stored, or has failed to be. */
  async settled(): Promise<void> {
    await this.#tail;
  }

  async #store(event: Extract<SessionEvent, { kind: "message" | "undo" }>): Promise<true> {
    const { recalled, messages } = this.#options;
    if (event.kind === "undo") await recalled.note(event.thread, event.undone);
    else if (event.isSelf) await messages.note(event.thread, true, event.message);
    else await this.#receive(event);
    return true;
  }

  async #receive(event: MessageEvent): Promise<void> {
    const { accountId, monitor, messages, unknownKinds, log, onReceived } = this.#options;
    const startedAt = await this.#started();
    if (event.old === true && this.#isTooOld(event, startedAt)) {
      await messages.note(event.thread, false, event.message);
      return;
    }
    const kind = unknownKinds.notice(event.message.msgType);
    if (kind !== undefined) {
      log.warn(
        `account "${accountId}": Zalo sent a message of a kind that this plugin does not know: ${kind}`,
      );
    }
    // Live or old, it is stored as the same event.
    const { old: _, ...stored } = event;
    if ((await monitor.append(stored)) === "new") onReceived();
  }

  /** What was written before the account first ran here was not written to the agent. */
  #isTooOld({ message }: MessageEvent, startedAt: number): boolean {
    const sentAt = Number(message.ts);
    if (!Number.isFinite(sentAt) || sentAt < startedAt) return true;
    if (this.#options.clock.now() - sentAt <= MISSED_AT_MOST_MS) return false;
    this.#tooOld += 1;
    return true;
  }

  #started(): Promise<number> {
    const { ledger, clock } = this.#options;
    this.#startedAt ??= ledger
      .update<number>(STARTED_KEY, (current) => (typeof current === "number" ? current : clock.now()))
      .catch((error: unknown) => {
        this.#startedAt = undefined;
        throw error;
      });
    return this.#startedAt;
  }

  async #mark(event: SessionEvent, ownId: string): Promise<boolean> {
    if (event.kind !== "message") return true;
    try {
      await this.#options.marks.advance(event.thread.kind, event.message.msgId, ownId);
    } catch {
      // What is not marked comes twice, and is known then.
    }
    return true;
  }

  #lose(error: unknown): false {
    const { accountId, log } = this.#options;
    const detail = error instanceof ChannelError ? error.message : String(error);
    log.error(
      `account "${accountId}": a message could not be written down and is asked for again. ${detail}`,
    );
    this.#giveUp(
      error instanceof ChannelError
        ? error
        : new ChannelError("storage", "A message could not be written down.", { cause: error }),
    );
    return false;
  }

  #sayTooOld(): void {
    if (this.#tooOld === 0) return;
    const { accountId, log } = this.#options;
    log.warn(
      `account "${accountId}": ${this.#tooOld} message(s) that came more than a day ago, while the account was not connected, are not answered`,
    );
    this.#tooOld = 0;
  }
}
