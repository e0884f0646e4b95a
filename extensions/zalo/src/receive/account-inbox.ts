import { AnswerBook } from "channel-kit/answer/answer-book";
import type { Outgoing } from "channel-kit/answer/answer-record";
import { OutgoingBook } from "channel-kit/answer/outgoing-book";
import { SeenBook } from "channel-kit/directory/seen-book";
import { PendingHistory } from "channel-kit/history/pending-history";
import { Answering } from "channel-kit/host/answering";
import { type InboxMonitor, openInboxMonitor } from "channel-kit/host/inbox-monitor";
import { ingressIdentity } from "channel-kit/host/ingress-input";
import { agentMediaAccess, loadMedia } from "channel-kit/host/load-media";
import { openPairingStore } from "channel-kit/host/open-pairing-store";
import type { Inbox } from "channel-kit/inbox/inbox";
import type { Ledger } from "channel-kit/inbox/ledger";
import type { Downloads } from "channel-kit/media/download";
import { ChannelError, isAborted } from "channel-kit/outcome/channel-error";
import { Challenger } from "channel-kit/pairing/challenger";
import { DurableChallengeLedger } from "channel-kit/pairing/durable-challenge-ledger";
import { systemClock } from "channel-kit/time/clock";
import type { InFlight } from "channel-kit/time/in-flight";
import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { BotApi } from "../bot-api/methods.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { ID_PREFIXES } from "../ids.ts";
import type { Log } from "../log.ts";
import { processTurns, refusedFormat, unknownEvents } from "../process-state.ts";
import { compose } from "../send/compose.ts";
import { composing } from "../send/composing.ts";
import { sendPiece } from "../send/send-piece.ts";
import type { AccountStatus } from "../status/account-status.ts";
import { openAccountIntake } from "./account-intake.ts";
import { DropNotices } from "./drop-notices.ts";
import { isUrgent, laneOf } from "./lane.ts";
import { eventKey, normalize } from "./normalize.ts";
import type { OwnNames } from "./own-names.ts";

/** How often what is no longer needed is forgotten. */
const TIDY_EVERY_MS = 60 * 60 * 1_000;

export interface AccountInboxOptions {
  runtime: PluginRuntime;
  account: ZaloAccount;
  status: AccountStatus;
  log: Log;
  api: BotApi;
  downloads: Pick<Downloads, "download">;
  inbox: Inbox;
  ownNames: OwnNames;
  /** Keeps the database open until disposed. */
  keepOpen(): Disposable;
  sends: InFlight;
  /** Ends sending for good. */
  sending: AbortSignal;
  /** The token was refused while sending: the account has to be blocked. */
  onUnauthorized(error: ChannelError): void;
}

/** Puts an account's inbox together: what is stored in it is normalised, gated and answered. */
export function openAccountInbox(options: AccountInboxOptions): InboxMonitor {
  const { account, log, inbox } = options;
  const { accountId } = account;
  const ledger = inbox.ledger(accountId);
  const { answering, tidy } = answeringOf(options, ledger, (laneKey, limit) =>
    monitor.waiting(laneKey, limit),
  );
  const seen = new SeenBook(ledger, systemClock);
  const monitor = openInboxMonitor({
    channelId: "zalo",
    accountId,
    queue: inbox.queue(accountId),
    inspect: (raw) => {
      const key = eventKey(raw);
      return key === undefined ? null : { eventId: key.eventId, laneKey: laneOf(key.chatId, key.text) };
    },
    handle: async ({ eventId, raw, receivedAt }, lifecycle) => {
      const normalized = normalize(raw, accountId, receivedAt);
      if (normalized.kind === "ignored") {
        log.info(`account "${accountId}": event ${eventId} ignored: ${normalized.why}`);
        return { kind: "completed" };
      }
      using _open = options.keepOpen();
      await seen.note(normalized.envelope);
      const envelope = await options.ownNames.addressed(normalized.envelope);
      const unreadable = normalized.kind === "unsupported";
      const urgent = isUrgent(envelope.text);
      const result = await answering.handle({ eventId, envelope, receivedAt, urgent, unreadable }, lifecycle);
      await tidy();
      return result;
    },
    onError: (error) => log.error(`account "${accountId}": ${String(error)}`),
    onLog: (message) => log.info(`account "${accountId}": ${message}`),
  });
  return {
    ...monitor,
    append: async (raw) => {
      const kind = unknownEvents.notice(raw);
      if (kind !== undefined) {
        log.warn(
          `account "${accountId}": Zalo sent an event of a kind that this plugin does not know: ${kind}`,
        );
      }
      return await monitor.append(raw);
    },
  };
}

function answeringOf(
  options: AccountInboxOptions,
  ledger: Ledger,
  waiting: InboxMonitor["waiting"],
): { answering: Answering; tidy(): Promise<void> } {
  const { runtime, account, status, log, api, downloads, sends, sending } = options;
  const { accountId } = account;
  const warn = (message: string) => log.warn(message);
  const notices = new DropNotices(account, systemClock);
  const sender = { api, accountId, refusedFormat, warn };
  const pairing = openPairingStore(runtime, "zalo", accountId);
  const challenger = new Challenger({
    channelId: "zalo",
    accountId,
    isDefaultAccount: account.isDefault,
    store: pairing,
    ledger: new DurableChallengeLedger(ledger),
    send: ({ senderId }, text) => sends.track(() => api.sendText(senderId, text, sending)),
    warn,
  });
  const book = new AnswerBook(ledger);
  const send = (chatId: string, piece: Outgoing, signal: AbortSignal) =>
    sends.track(() => sendPiece(sender, chatId, piece, signal));
  const trouble = (what: string, error: unknown) => {
    if (isAborted(error)) return;
    const detail = error instanceof ChannelError ? error.message : String(error);
    log.warn(`account "${accountId}": ${what}. ${detail}`);
    if (!(error instanceof ChannelError)) return;
    status.sendTrouble(error);
    if (error.code === "unauthorized") options.onUnauthorized(error);
  };
  const { intake, prune } = openAccountIntake({
    account,
    ledger,
    answers: book,
    ownNames: options.ownNames,
    waiting,
    send,
    signal: sending,
    runtime,
    downloads,
    log,
    onTrouble: trouble,
  });
  const answering = new Answering({
    runtime,
    channelId: "zalo",
    accountId,
    policy: account.policy,
    identity: ingressIdentity(ID_PREFIXES),
    pairing,
    challenger,
    intake,
    book,
    history: new PendingHistory(ledger),
    historyLimit: account.historyLimit,
    turns: processTurns,
    clock: systemClock,
    unknownSends: account.unknownSends,
    blockStreaming: account.blockStreaming,
    compose: async (said, { chat, agentId }) => {
      const access = agentMediaAccess(runtime.config.current() as OpenClawConfig, agentId);
      const { messages, missing } = await compose(said, {
        ...composing(account, chat.kind === "group"),
        apologise: true,
        load: (source) => loadMedia(source, access),
      });
      if (missing !== undefined) {
        log.warn(missing.message);
        status.mediaMissing(missing);
      }
      return messages;
    },
    send,
    typing: (chatId) => api.sendTyping(chatId, sending),
    signal: sending,
    observer: {
      dropped: (envelope, why) => {
        const { messageId, sender, chat } = envelope;
        if (chat.kind === "direct") {
          log.info(`account "${accountId}": message ${messageId} from ${sender.id} dropped: ${why}`);
          return;
        }
        const notice = notices.notice(envelope, why);
        if (notice !== undefined) log.warn(notice);
      },
      sent: (chatId, report) => {
        status.sent(report);
        const where = `account "${accountId}": in chat ${chatId}`;
        if (report.unconfirmed > 0)
          log.warn(`${where}, ${report.unconfirmed} message(s) may not have arrived`);
        if (report.possibleDoubles > 0) {
          log.warn(`${where}, ${report.possibleDoubles} message(s) may have arrived twice`);
        }
      },
      trouble,
    },
  });
  return { answering, tidy: tidying(ledger, prune) };
}

/** Forgets old records now and then, but not before the events of an earlier process have been handled. */
function tidying(ledger: Ledger, pruneIntake: () => Promise<void>): () => Promise<void> {
  let nextAt = systemClock.now() + TIDY_EVERY_MS;
  return async () => {
    if (systemClock.now() < nextAt) return;
    nextAt = systemClock.now() + TIDY_EVERY_MS;
    await new AnswerBook(ledger).prune();
    await new OutgoingBook(ledger).prune();
    await pruneIntake();
    await new PendingHistory(ledger).prune();
    await new SeenBook(ledger, systemClock).prune();
  };
}
