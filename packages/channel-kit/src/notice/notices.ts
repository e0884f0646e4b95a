import type { OutgoingText } from "../answer/answer-record.ts";
import type { OutgoingBook } from "../answer/outgoing-book.ts";
import { type SendPiecesReport, sendPieces, type UnknownSends } from "../answer/send-pieces.ts";
import type { Ledger } from "../inbox/ledger.ts";
import type { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import { HeldBack } from "../pace/held-back.ts";
import type { Permit } from "../pace/paced-message.ts";
import type { Clock } from "../time/clock.ts";
import { type Notice, noticeText } from "./notice-text.ts";
import type { NoticeLanguage, SpeaksAs } from "./own-word.ts";

const PREFIX = "notice:";
/** People are told the same kind of thing at most once in this time, in milliseconds. */
const QUIET_MS = 60 * 60 * 1_000;
const KEEP_MS = 24 * QUIET_MS;
const KEEP_ENTRIES = 10_000;

export interface NoticesOptions {
  ledger: Ledger;
  outgoing: OutgoingBook;
  language: NoticeLanguage;
  speaksAs: SpeaksAs;
  /** Waits until one more message may leave; see `SendPiecesOptions`. */
  admit?(chatId: string, text: OutgoingText, signal: AbortSignal): Promise<Permit>;
  send(chatId: string, text: OutgoingText, signal: AbortSignal): Promise<Delivery>;
  unknownSends: UnknownSends;
  clock: Clock;
  /** Ends sending; what is not sent by then is sent when its event is handed in again. */
  signal: AbortSignal;
  onTrouble(error: ChannelError): void;
}

/** What an event led to a notice. */
export interface NoticeCause {
  chatId: string;
  eventId: string;
}

interface LastTime {
  eventId: string;
  /** In milliseconds since the Unix epoch. */
  at: number;
}

/**
 * Tells people what the agent cannot tell them: each kind of notice at most once per chat and hour, also over
 * a restart. One event's notice is sent to its end under the same rules as an answer. One per account.
 */
export class Notices {
  readonly #options: NoticesOptions;

  constructor(options: NoticesOptions) {
    this.#options = options;
  }

  /**
   * Sends a notice unless its turn in this hour is taken by another event. Gives up on sends that certainly
   * failed after `patienceMs`, and then throws as `sendPieces` does; called again for the same event, it goes on
   * where it stopped. A notice that is held back is not said at all: to strangers it would be one message more.
   */
  async say(notice: Notice, cause: NoticeCause, patienceMs: number): Promise<SendPiecesReport | undefined> {
    if (!(await this.#isDue(notice.kind, cause))) return undefined;
    const { outgoing, language, speaksAs, admit, send, unknownSends, clock, signal, onTrouble } =
      this.#options;
    const delivery = `${PREFIX}${notice.kind}:${cause.eventId}`;
    const pieces = await outgoing.open(delivery, 0, [noticeText(notice, language, speaksAs)]);
    const sending = sendPieces(pieces, {
      ...(admit === undefined ? {} : { admit: (text, stop) => admit(cause.chatId, text, stop) }),
      send: (text) => send(cause.chatId, text, signal),
      save: (index, piece) => outgoing.savePiece(delivery, 0, index, piece),
      unknownSends,
      clock,
      signal,
      deadlineAt: clock.now() + patienceMs,
      onTrouble,
    });
    return await sending.catch((error: unknown) => {
      if (error instanceof HeldBack) return undefined;
      throw error;
    });
  }

  async prune(): Promise<void> {
    await this.#options.ledger.prune({ prefix: PREFIX, olderThanMs: KEEP_MS, maxEntries: KEEP_ENTRIES });
  }

  /** Takes the chat's turn for this event, or finds that the event has it already. */
  async #isDue(kind: Notice["kind"], { chatId, eventId }: NoticeCause): Promise<boolean> {
    const now = this.#options.clock.now();
    const last = await this.#options.ledger.update<LastTime>(`${PREFIX}${kind}:${chatId}`, (current) => {
      const known = current as LastTime | undefined;
      return known !== undefined && now - known.at < QUIET_MS ? known : { eventId, at: now };
    });
    return last.eventId === eventId;
  }
}
