import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { AlbumBook } from "../album/album-book.ts";
import type { AnswerBook } from "../answer/answer-book.ts";
import type { OutgoingText } from "../answer/answer-record.ts";
import { OutgoingBook } from "../answer/outgoing-book.ts";
import type { Ledger } from "../inbox/ledger.ts";
import type { Downloads } from "../media/download.ts";
import { Notices } from "../notice/notices.ts";
import type { SpeaksAs } from "../notice/own-word.ts";
import type { Delivery } from "../outcome/delivery.ts";
import type { Permit } from "../pace/paced-message.ts";
import { systemClock } from "../time/clock.ts";
import type { AnsweringAccount, Reading } from "./account-inbox.ts";
import type { Log } from "./channel-log.ts";
import { InboundMediaFetcher } from "./inbound-media.ts";
import type { StoredEvent } from "./inbox-monitor.ts";
import { Intake } from "./intake.ts";

/** How many events of a chat are looked at for the rest of an album; others may write in between. */
const LOOK_AHEAD = 50;

export interface AccountIntakeOptions {
  account: Pick<AnsweringAccount, "accountId" | "language" | "unknownSends" | "mediaMaxBytes">;
  speaksAs: SpeaksAs;
  ledger: Ledger;
  answers: AnswerBook;
  reading: Pick<Reading, "normalize" | "laneOf">;
  /** The first events that wait in a lane, in order of arrival. */
  waiting(laneKey: string, limit: number): Promise<StoredEvent[]>;
  admit?(target: string, text: OutgoingText, signal: AbortSignal): Promise<Permit>;
  send(target: string, text: OutgoingText, signal: AbortSignal): Promise<Delivery>;
  signal: AbortSignal;
  runtime: PluginRuntime;
  downloads: Pick<Downloads, "download">;
  log: Log;
  onTrouble(what: string, error: unknown): void;
}

/** What an account does with a message between gate and agent; `prune` forgets old notes about that. */
export function openAccountIntake(options: AccountIntakeOptions): { intake: Intake; prune(): Promise<void> } {
  const {
    account,
    speaksAs,
    ledger,
    answers,
    reading,
    waiting,
    admit,
    send,
    signal,
    runtime,
    downloads,
    log,
    onTrouble,
  } = options;
  const { accountId, language, unknownSends } = account;
  const clock = systemClock;
  const albums = new AlbumBook(ledger, answers);
  const notices = new Notices({
    ledger,
    outgoing: new OutgoingBook(ledger),
    language,
    speaksAs,
    ...(admit === undefined ? {} : { admit }),
    send,
    unknownSends,
    clock,
    signal,
    onTrouble: (error) => onTrouble("a notice was not accepted", error),
  });
  const media = new InboundMediaFetcher({
    runtime,
    downloads,
    maxBytes: account.mediaMaxBytes,
    clock,
    onUnfetched: ({ messageId, sender }, detail) =>
      log.warn(
        `account "${accountId}": what came with message ${messageId} of ${sender.id} could not be had. ${detail}`,
      ),
  });
  const intake = new Intake({
    albums,
    notices,
    media,
    following: async ({ envelope }) => {
      const events = await waiting(reading.laneOf(envelope), LOOK_AHEAD);
      const parts = events.map(async ({ eventId, raw, receivedAt }) => {
        const normalized = await reading.normalize(raw, receivedAt);
        return normalized.kind === "ignored" ? [] : [{ eventId, receivedAt, envelope: normalized.envelope }];
      });
      return (await Promise.all(parts)).flat();
    },
    receivingSince: clock.now(),
    clock,
    onTrouble,
  });
  const prune = async () => {
    await albums.prune();
    await notices.prune();
  };
  return { intake, prune };
}
