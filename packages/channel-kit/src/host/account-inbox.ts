import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { AnswerBook } from "../answer/answer-book.ts";
import type { Outgoing } from "../answer/answer-record.ts";
import { OutgoingBook } from "../answer/outgoing-book.ts";
import type { Said } from "../answer/said.ts";
import type { SendPiecesReport, UnknownSends } from "../answer/send-pieces.ts";
import type { Envelope } from "../envelope/envelope.ts";
import { PendingHistory } from "../history/pending-history.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { Ledger } from "../inbox/ledger.ts";
import type { Downloads } from "../media/download.ts";
import type { NoticeLanguage, SpeaksAs } from "../notice/own-word.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import { isPutOff } from "../pace/held-back.ts";
import type { Permit } from "../pace/paced-message.ts";
import { Challenger } from "../pairing/challenger.ts";
import { DurableChallengeLedger } from "../pairing/durable-challenge-ledger.ts";
import { systemClock } from "../time/clock.ts";
import type { InFlight } from "../time/in-flight.ts";
import { openAccountIntake } from "./account-intake.ts";
import { Answering, type ReplyTo } from "./answering.ts";
import type { Log } from "./channel-log.ts";
import { DropNotices, type PolicyPlaces } from "./drop-notices.ts";
import { type InboxMonitor, openInboxMonitor } from "./inbox-monitor.ts";
import { ingressIdentity } from "./ingress-input.ts";
import { isUrgent } from "./lane.ts";
import { agentMediaAccess, type MediaAccess } from "./load-media.ts";
import { openPairingStore } from "./open-pairing-store.ts";
import type { ProcessTurns } from "./process-turns.ts";

/** How often what is no longer needed is forgotten. */
const TIDY_EVERY_MS = 60 * 60 * 1_000;

/** As much of an account's settings as answering its messages takes. */
export interface AnsweringAccount extends PolicyPlaces {
  isDefault: boolean;
  historyLimit: number | undefined;
  mediaMaxBytes: number;
  unknownSends: UnknownSends;
  blockStreaming: boolean;
  language: NoticeLanguage;
}

/** What a raw event turned out to be. */
export type Normalized =
  | { kind: "message"; envelope: Envelope }
  /** A message with nothing in it that can be read. */
  | { kind: "unsupported"; envelope: Envelope }
  | { kind: "ignored"; why: string };

/** How a platform's events are read. */
export interface Reading {
  /** The event's stable id and the lane it is handled in; null for what nobody needs to keep. Must be pure. */
  inspect(raw: unknown): { eventId: string; laneKey: string } | null;
  /** Asked again for the same event after a restart, and for the events behind one. */
  normalize(raw: unknown, receivedAt: number): Promise<Normalized>;
  /** The lane that a message which is no urgent command waits in. */
  laneOf(envelope: Envelope): string;
  /** A message's turn has come: what is to be noted of it, whatever the gate will say. */
  taken?(envelope: Envelope, raw: unknown): Promise<void>;
}

/** How an account speaks. Addresses are those of `targetOf`. */
export interface Speaking {
  /** Waits until one more message may leave; absent when it always may. See `SendPiecesOptions`. */
  admit?(target: string, piece: Outgoing, signal: AbortSignal): Promise<Permit>;
  send(target: string, piece: Outgoing, signal: AbortSignal): Promise<Delivery>;
  /** Plain text to a person's direct chat. */
  sendToPerson(userId: string, text: string, signal: AbortSignal): Promise<Delivery>;
  typing(target: string, signal: AbortSignal): Promise<void>;
  /** Turns what an agent said into messages of the platform, and says in them what cannot be sent. */
  compose(said: Said, to: ReplyTo, access: MediaAccess): Promise<readonly Outgoing[]>;
}

export interface AccountInboxOptions {
  runtime: PluginRuntime;
  channelId: string;
  /** What the people it writes to are to call it. */
  speaksAs: SpeaksAs;
  account: AnsweringAccount;
  log: Log;
  inbox: Inbox;
  turns: ProcessTurns;
  reading: Reading;
  speaking: Speaking;
  downloads: Pick<Downloads, "download">;
  /** Keeps the database open until disposed. */
  keepOpen(): Disposable;
  sends: InFlight;
  /** Ends sending for good. */
  sending: AbortSignal;
  /** The gate has let a message pass; from here on people may see that it came. */
  onAdmitted?(envelope: Envelope): void;
  onSent(report: SendPiecesReport): void;
  /** A message was not accepted, or something beside it failed. */
  onSendTrouble(error: ChannelError): void;
  /** Forgets old notes of the platform's own, now and then. */
  prune?(): Promise<void>;
}

/** Puts an account's inbox together: what is stored in it is normalised, gated and answered. */
export function openAccountInbox(options: AccountInboxOptions): InboxMonitor {
  const { account, log, inbox, channelId, reading } = options;
  const { accountId } = account;
  const ledger = inbox.ledger(accountId);
  const { answering, tidy } = answeringOf(options, ledger, (laneKey, limit) =>
    monitor.waiting(laneKey, limit),
  );
  const monitor = openInboxMonitor({
    channelId,
    accountId,
    queue: inbox.queue(accountId),
    inspect: (raw) => reading.inspect(raw),
    handle: async ({ eventId, raw, receivedAt }, lifecycle) => {
      using _open = options.keepOpen();
      const normalized = await reading.normalize(raw, receivedAt);
      if (normalized.kind === "ignored") {
        log.info(`account "${accountId}": event ${eventId} ignored: ${normalized.why}`);
        return { kind: "completed" };
      }
      const { envelope } = normalized;
      await reading.taken?.(envelope, raw);
      const unreadable = normalized.kind === "unsupported";
      const urgent = isUrgent(envelope.text);
      const result = await answering.handle({ eventId, envelope, receivedAt, urgent, unreadable }, lifecycle);
      await tidy();
      return result;
    },
    onError: (error) => log.error(`account "${accountId}": ${String(error)}`),
    onLog: (message) => log.info(`account "${accountId}": ${message}`),
  });
  return monitor;
}

function answeringOf(
  options: AccountInboxOptions,
  ledger: Ledger,
  waiting: InboxMonitor["waiting"],
): { answering: Answering; tidy(): Promise<void> } {
  const { runtime, channelId, speaksAs, account, log, reading, speaking, downloads, sends, sending } =
    options;
  const { accountId } = account;
  const notices = new DropNotices(account, speaksAs, systemClock);
  const pairing = openPairingStore(runtime, channelId, accountId);
  const challenger = new Challenger({
    channelId,
    accountId,
    isDefaultAccount: account.isDefault,
    speaksAs,
    store: pairing,
    ledger: new DurableChallengeLedger(ledger),
    send: ({ senderId }, text) => sends.track(() => speaking.sendToPerson(senderId, text, sending)),
    warn: (message) => log.warn(message),
  });
  const book = new AnswerBook(ledger);
  const send = (target: string, piece: Outgoing, signal: AbortSignal) =>
    sends.track(() => speaking.send(target, piece, signal));
  const admitting = speaking.admit === undefined ? {} : { admit: speaking.admit.bind(speaking) };
  const trouble = (what: string, error: unknown) => {
    // Whoever holds messages back says so itself, once.
    if (isPutOff(error)) return;
    const detail = error instanceof ChannelError ? error.message : String(error);
    log.warn(`account "${accountId}": ${what}. ${detail}`);
    if (error instanceof ChannelError) options.onSendTrouble(error);
  };
  const { intake, prune } = openAccountIntake({
    account,
    speaksAs,
    ledger,
    answers: book,
    reading,
    waiting,
    ...admitting,
    send,
    signal: sending,
    runtime,
    downloads,
    log,
    onTrouble: trouble,
  });
  const answering = new Answering({
    runtime,
    channelId,
    accountId,
    // Read each time: what a name in a list stands for may become known while the account runs.
    get policy() {
      return account.policy;
    },
    identity: ingressIdentity(account.policy.idPrefixes),
    pairing,
    challenger,
    intake,
    book,
    history: new PendingHistory(ledger),
    historyLimit: account.historyLimit,
    turns: options.turns,
    clock: systemClock,
    unknownSends: account.unknownSends,
    blockStreaming: account.blockStreaming,
    compose: (said, to) =>
      speaking.compose(said, to, agentMediaAccess(runtime.config.current() as OpenClawConfig, to.agentId)),
    ...admitting,
    send,
    typing: (target) => speaking.typing(target, sending),
    signal: sending,
    observer: {
      admitted: (envelope) => options.onAdmitted?.(envelope),
      dropped: (envelope, why) => sayDropped(envelope, why, notices, accountId, log),
      sent: (target, report) => {
        options.onSent(report);
        const where = `account "${accountId}": in chat ${target}`;
        if (report.unconfirmed > 0)
          log.warn(`${where}, ${report.unconfirmed} message(s) may not have arrived`);
        if (report.possibleDoubles > 0) {
          log.warn(`${where}, ${report.possibleDoubles} message(s) may have arrived twice`);
        }
      },
      trouble,
    },
  });
  const pruneAll = async () => {
    await prune();
    await options.prune?.();
  };
  return { answering, tidy: tidying(ledger, pruneAll) };
}

function sayDropped(
  envelope: Envelope,
  why: string,
  notices: DropNotices,
  accountId: string,
  log: Log,
): void {
  const { messageId, sender, chat } = envelope;
  if (chat.kind === "direct") {
    log.info(`account "${accountId}": message ${messageId} from ${sender.id} dropped: ${why}`);
    return;
  }
  const notice = notices.notice(envelope, why);
  if (notice !== undefined) log.warn(notice);
}

/** Forgets old records now and then, but not before the events of an earlier process have been handled. */
function tidying(ledger: Ledger, pruneOthers: () => Promise<void>): () => Promise<void> {
  let nextAt = systemClock.now() + TIDY_EVERY_MS;
  return async () => {
    if (systemClock.now() < nextAt) return;
    nextAt = systemClock.now() + TIDY_EVERY_MS;
    await new AnswerBook(ledger).prune();
    await new OutgoingBook(ledger).prune();
    await new PendingHistory(ledger).prune();
    await pruneOthers();
  };
}
