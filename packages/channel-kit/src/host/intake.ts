import { type Album, asOneMessage, type Part } from "../album/album.ts";
import type { AlbumBook } from "../album/album-book.ts";
import { gatherAlbum } from "../album/gather-album.ts";
import type { SendPiecesReport } from "../answer/send-pieces.ts";
import { targetOf } from "../envelope/chat-target.ts";
import type { Envelope } from "../envelope/envelope.ts";
import type { Notices } from "../notice/notices.ts";
import type { Clock } from "../time/clock.ts";
import type { GateResult } from "./gate.ts";
import type { InboundMedia, InboundMediaFetcher } from "./inbound-media.ts";

/** How long it is tried to tell somebody that the bot cannot read their message. */
const UNREADABLE_PATIENCE_MS = 6 * 60 * 60 * 1_000;
/** How long it is tried to tell somebody of a file that could not be had; the answer waits meanwhile. */
const UNFETCHED_PATIENCE_MS = 15_000;

export interface IntakeOptions {
  albums: AlbumBook;
  notices: Notices;
  media: InboundMediaFetcher;
  /** What waits in the chat of an event behind it, in order of arrival. */
  following(event: Part): Promise<readonly Part[]>;
  /** When receiving began, in milliseconds since the Unix epoch. */
  receivingSince: number;
  clock: Clock;
  /** Told of failures that keep nobody from being answered. */
  onTrouble(what: string, error: unknown): void;
}

type Admitted = Extract<GateResult, { kind: "admit" }>;

/** An admitted message as the agent gets it. */
export interface TakenIn {
  /** The whole album, when it is one. */
  envelope: Envelope;
  admitted: Admitted;
  media: InboundMedia;
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
   * Gathers the album that an admitted event begins, fetches what it brings, and tells the person of what could
   * not be had. Rejects when the signal fires.
   */
  async takeIn(
    event: Part,
    admitted: Admitted,
    gate: (envelope: Envelope) => Promise<GateResult>,
    signal: AbortSignal,
  ): Promise<TakenIn> {
    const whole = await this.#gather(event, admitted, gate, signal);
    const media = await this.#options.media.download(whole.envelope, signal);
    await this.#sayUnfetched(event, media);
    return { ...whole, media };
  }

  /**
   * The gate is asked again about the whole, because the caption may stand with another picture than the
   * first; what it does not admit as a whole is taken one by one.
   */
  async #gather(
    event: Part,
    admitted: Admitted,
    gate: (envelope: Envelope) => Promise<GateResult>,
    signal: AbortSignal,
  ): Promise<Omit<TakenIn, "media">> {
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

  async #sayUnfetched({ eventId, envelope }: Part, { unfetched: [first] }: InboundMedia): Promise<void> {
    if (first === undefined) return;
    const { notices, onTrouble } = this.#options;
    const cause = { chatId: targetOf(envelope.chat), eventId };
    try {
      await notices.say({ kind: "unfetched", unfetched: first }, cause, UNFETCHED_PATIENCE_MS);
    } catch (error) {
      onTrouble("a notice was not sent", error);
    }
  }

  /** Tells somebody that their message has nothing in it that the bot may read. */
  async sayUnreadable({ eventId, envelope }: Part): Promise<SendPiecesReport | undefined> {
    const cause = { chatId: targetOf(envelope.chat), eventId };
    return await this.#options.notices.say({ kind: "unreadable" }, cause, UNREADABLE_PATIENCE_MS);
  }
}

const idsOfOthers = ([, ...others]: Album["parts"]): string[] => others.map(({ eventId }) => eventId);
