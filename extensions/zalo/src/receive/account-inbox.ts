import { SeenBook } from "channel-kit/directory/seen-book";
import { openAccountInbox, type Reading, type Speaking } from "channel-kit/host/account-inbox";
import type { Log } from "channel-kit/host/channel-log";
import type { InboxMonitor } from "channel-kit/host/inbox-monitor";
import { laneOf } from "channel-kit/host/lane";
import { loadMedia } from "channel-kit/host/load-media";
import type { ProcessTurns } from "channel-kit/host/process-turns";
import type { Inbox } from "channel-kit/inbox/inbox";
import type { Downloads } from "channel-kit/media/download";
import type { ChannelError } from "channel-kit/outcome/channel-error";
import { systemClock } from "channel-kit/time/clock";
import type { InFlight } from "channel-kit/time/in-flight";
import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { BotApi } from "../bot-api/methods.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { refusedFormat, unknownEvents } from "../process-state.ts";
import { compose } from "../send/compose.ts";
import { composing } from "../send/composing.ts";
import { sendPiece } from "../send/send-piece.ts";
import type { AccountStatus } from "../status/account-status.ts";
import { eventKey, eventName, normalize } from "./normalize.ts";
import type { OwnNames } from "./own-names.ts";

export interface BotInboxOptions {
  runtime: PluginRuntime;
  account: ZaloAccount;
  status: AccountStatus;
  log: Log;
  api: BotApi;
  downloads: Pick<Downloads, "download">;
  inbox: Inbox;
  turns: ProcessTurns;
  ownNames: OwnNames;
  /** Keeps the database open until disposed. */
  keepOpen(): Disposable;
  sends: InFlight;
  /** Ends sending for good. */
  sending: AbortSignal;
  /** The token was refused while sending: the account has to be blocked. */
  onUnauthorized(error: ChannelError): void;
}

/** A bot's inbox: Zalo's updates are read, and answers sent, by way of the Bot API. */
export function openBotInbox(options: BotInboxOptions): InboxMonitor {
  const { runtime, account, status, log, inbox, turns, downloads, sends, sending } = options;
  const seen = new SeenBook(inbox.ledger(account.accountId), systemClock);
  const monitor = openAccountInbox({
    runtime,
    channelId: "zalo",
    speaksAs: "bot",
    account,
    log,
    inbox,
    turns,
    reading: readingOf(options, seen),
    speaking: speakingOf(options),
    downloads,
    keepOpen: () => options.keepOpen(),
    sends,
    sending,
    onSent: (report) => status.sent(report),
    onSendTrouble: (error) => {
      status.sendTrouble(error);
      if (error.code === "unauthorized") options.onUnauthorized(error);
    },
    prune: () => seen.prune(),
  });
  return {
    ...monitor,
    append: async (raw) => {
      const kind = unknownEvents.notice(eventName(raw));
      if (kind !== undefined) {
        log.warn(
          `account "${account.accountId}": Zalo sent an event of a kind that this plugin does not know: ${kind}`,
        );
      }
      return await monitor.append(raw);
    },
  };
}

function readingOf({ account, ownNames }: BotInboxOptions, seen: SeenBook): Reading {
  return {
    inspect: (raw) => {
      const key = eventKey(raw);
      return key === undefined ? null : { eventId: key.eventId, laneKey: laneOf(key.chatId, key.text) };
    },
    normalize: async (raw, receivedAt) => {
      const normalized = normalize(raw, account.accountId, receivedAt);
      if (normalized.kind === "ignored") return normalized;
      return { ...normalized, envelope: await ownNames.addressed(normalized.envelope) };
    },
    laneOf: ({ chat }) => laneOf(chat.id, ""),
    taken: (envelope) => seen.note(envelope),
  };
}

function speakingOf({ account, api, log, status }: BotInboxOptions): Speaking {
  const sender = {
    api,
    accountId: account.accountId,
    refusedFormat,
    warn: (message: string) => log.warn(message),
  };
  return {
    send: (chatId, piece, signal) => sendPiece(sender, chatId, piece, signal),
    sendToPerson: (userId, text, signal) => api.sendText(userId, text, signal),
    typing: (chatId, signal) => api.sendTyping(chatId, signal),
    compose: async (said, { chat }, access) => {
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
  };
}
