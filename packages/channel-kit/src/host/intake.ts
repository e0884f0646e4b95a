import { type Album, asOneMessage, type Part } from "../album/album.ts";
import type { AlbumBook } from "../album/album-book.ts";
import { gatherAlbum } from "../album/gather-album.ts";
import type { SendPiecesReport } from "../answer/send-pieces.ts";
import type { Envelope } from "../envelope/envelope.ts";
import type { Notices } from "../notice/notices.ts";
import type { Clock } from "../time/clock.ts";
import type { GateResult } from "./gate.ts";

/** How long it is tried to tell somebody that the bot cannot read their message. */
const UNREADABLE_PATIENCE_MS = 6 * 60 * 60 * 1_000;

export interface IntakeOptions {
  albums: AlbumBook;
  notices: Notices;
  /** What waits in the chat of an event behind it, in order of arrival. */
  following(event: Part): Promise<readonly Part[]>;
  /** When receiving began, in milliseconds since the Unix epoch. */
  receivingSince: number;
  clock: Clock;
}

type Admitted = Extract<GateResult, { kind: "admit" }>;

/** An admitted message as the agent gets it. */
export interface TakenIn {
  /** The whole album, when it is one. */
  envelope: Envelope;
  admitted: Admitted;
  /** The other events that this turn answers. */
  parts: readonly string[];
}

/** What happens between the gate and the agent's turn. One per account. */
export class Intake {
  readonly #options: IntakeOptions;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** True when an event was answered with the album that it belongs to. */
  async isAnswered(eventId: string): Promise<boolean> {
    return await this.#options.albums.isAnswered(eventId);
  }

  /**
   * Gathers the album that an admitted event begins. `gate` is asked again about the whole, whose caption may
   * stand with another picture than the first; what it does not admit as a whole is taken one by one. Rejects
   * with the signal's reason.
   */
  async takeIn(
    event: Part,
    admitted: Admitted,
    gate: (envelope: Envelope) => Promise<GateResult>,
    signal: AbortSignal,
  ): Promise<TakenIn> {
    const { following, receivingSince, clock } = this.#options;
    const alone = { envelope: event.envelope, admitted, parts: [] };
    const album = await gatherAlbum(event, {
      following: () => following(event),
      receivingSince,
      clock,
      signal,
    });
    if (album.length === 1) return alone;
    const envelope = asOneMessage(album);
    const whole = await gate(envelope);
    return whole.kind === "admit" ? { envelope, admitted: whole, parts: idsOfOthers(album) } : alone;
  }

  /** Notes, right before the agent is asked, which other events the answer is for. */
  async begin(eventId: string, { parts }: TakenIn): Promise<void> {
    await this.#options.albums.begin(eventId, parts);
  }

  /** Notes that the gateway answers in our place. */
  async handOver(eventId: string): Promise<void> {
    await this.#options.albums.handOver(eventId);
  }

  /** Tells somebody that their message has nothing in it that the bot may read. */
  async sayUnreadable({ eventId, envelope }: Part): Promise<SendPiecesReport | undefined> {
    const cause = { chatId: envelope.chat.id, eventId };
    return await this.#options.notices.say({ kind: "unreadable" }, cause, UNREADABLE_PATIENCE_MS);
  }
}

const idsOfOthers = ([, ...others]: Album["parts"]): string[] => others.map(({ eventId }) => eventId);
