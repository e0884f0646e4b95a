import { AlbumBook } from "channel-kit/album/album-book";
import type { AnswerBook } from "channel-kit/answer/answer-book";
import type { OutgoingText } from "channel-kit/answer/answer-record";
import { OutgoingBook } from "channel-kit/answer/outgoing-book";
import { InboundMediaFetcher } from "channel-kit/host/inbound-media";
import type { StoredEvent } from "channel-kit/host/inbox-monitor";
import { Intake } from "channel-kit/host/intake";
import type { Ledger } from "channel-kit/inbox/ledger";
import type { Downloads } from "channel-kit/media/download";
import { Notices } from "channel-kit/notice/notices";
import type { Delivery } from "channel-kit/outcome/delivery";
import { systemClock } from "channel-kit/time/clock";
import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { ZaloAccount } from "../config/accounts.ts";
import type { Log } from "../log.ts";
import { laneOf } from "./lane.ts";
import { normalize } from "./normalize.ts";
import type { OwnNames } from "./own-names.ts";

/** How many events of a chat are looked at for the rest of an album; others may write in between. */
const LOOK_AHEAD = 50;

export interface AccountIntakeOptions {
  account: ZaloAccount;
  ledger: Ledger;
  answers: AnswerBook;
  ownNames: OwnNames;
  /** The first events that wait in a lane, in order of arrival. */
  waiting(laneKey: string, limit: number): Promise<StoredEvent[]>;
  send(chatId: string, text: OutgoingText, signal: AbortSignal): Promise<Delivery>;
  signal: AbortSignal;
  runtime: PluginRuntime;
  downloads: Pick<Downloads, "download">;
  log: Log;
  onTrouble(what: string, error: unknown): void;
}

/** What an account does with a message between gate and agent; `prune` forgets old notes about that. */
export function openAccountIntake(options: AccountIntakeOptions): { intake: Intake; prune(): Promise<void> } {
  const { account, ledger, answers, ownNames, waiting, send, signal, runtime, downloads, log, onTrouble } =
    options;
  const { accountId, language, unknownSends } = account;
  const clock = systemClock;
  const albums = new AlbumBook(ledger, answers);
  const notices = new Notices({
    ledger,
    outgoing: new OutgoingBook(ledger),
    language,
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
      const events = await waiting(laneOf(envelope.chat.id, ""), LOOK_AHEAD);
      const parts = events.map(async ({ eventId, raw, receivedAt }) => {
        const normalized = normalize(raw, accountId, receivedAt);
        if (normalized.kind === "ignored") return [];
        return [{ eventId, receivedAt, envelope: await ownNames.addressed(normalized.envelope) }];
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
