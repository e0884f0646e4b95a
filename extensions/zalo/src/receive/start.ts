import { AnswerBook } from "channel-kit/answer/answer-book";
import { OutgoingBook } from "channel-kit/answer/outgoing-book";
import { Answering } from "channel-kit/host/answering";
import { GatewayPairingStore } from "channel-kit/host/gateway-pairing-store";
import { type InboxMonitor, openInboxMonitor } from "channel-kit/host/inbox-monitor";
import { ingressIdentity } from "channel-kit/host/ingress-input";
import { takeBackInterruptedTurns } from "channel-kit/host/interrupted-turns";
import { type InboxLease, inboxFile } from "channel-kit/host/shared-inbox";
import { ChannelError, isAborted } from "channel-kit/outcome/channel-error";
import { Challenger } from "channel-kit/pairing/challenger";
import { DurableChallengeLedger } from "channel-kit/pairing/durable-challenge-ledger";
import { systemClock } from "channel-kit/time/clock";
import { lingering } from "channel-kit/time/lingering";
import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { createChannelPairingController } from "openclaw/plugin-sdk/channel-pairing";
import type { BotApi } from "../bot-api/methods.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { ID_PREFIXES } from "../ids.ts";
import { inboxes, processTurns } from "../runtime.ts";
import { connect } from "../send/connect.ts";
import { cutText } from "../send/text.ts";
import type { AccountStatus } from "../status/account-status.ts";
import { isUrgent, laneOf } from "./lane.ts";
import { longPoll } from "./long-poll.ts";
import { eventKey, normalize } from "./normalize.ts";

/** How long a send under way may still take when the account stops; the gateway allows 5 s for all of it. */
const LINGER_MS = 3_000;

export interface StartOptions {
  runtime: PluginRuntime;
  account: ZaloAccount;
  status: AccountStatus;
  log: Log;
  signal: AbortSignal;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/**
 * Runs one account until the signal fires: takes back what a dead process left behind, then receives and
 * answers. Resolves when everything is stopped. A wrong token or setting blocks the account with the reason
 * and the fix in its status, and waits for the signal: starting again would not help.
 */
export async function startAccount(options: StartOptions): Promise<void> {
  const { status, signal, log, account } = options;
  try {
    await run(options);
  } catch (error) {
    if (signal.aborted && isAborted(error)) return;
    if (!(error instanceof ChannelError) || error.retryable) throw error;
    log.error(error.message);
    status.blocked(error);
    await untilAborted(signal);
  } finally {
    log.info(`account "${account.accountId}" stopped`);
  }
}

async function run({ runtime, account, status, log, signal }: StartOptions): Promise<void> {
  await using connection = await connect(account);
  const lease = inboxes.acquire(inboxFile(runtime.state.resolveStateDir(), "zalo"), "zalo");
  using closing = lease;
  status.starting();
  const stop = new AbortController();
  const running = AbortSignal.any([signal, stop.signal]);
  const parts = { runtime, account, status, log, api: connection.api, lease: closing };
  const { monitor, book } = await openAccount(parts, lingering(running, LINGER_MS));
  try {
    const taken = await takeBackInterruptedTurns(book, runtime.agent.session, (eventId) =>
      processTurns.isUnderWay(account.accountId, eventId),
    );
    if (taken.length > 0) log.info(`taking up ${taken.length} turn(s) that a restart interrupted`);
    monitor.start();
    await receive(parts, monitor, running);
  } finally {
    stop.abort();
    await monitor.stop();
  }
}

interface Parts {
  runtime: PluginRuntime;
  account: ZaloAccount;
  status: AccountStatus;
  log: Log;
  api: BotApi;
  lease: InboxLease;
}

async function receive(
  { account, api, status, log }: Parts,
  monitor: InboxMonitor,
  signal: AbortSignal,
): Promise<void> {
  const { accountId } = account;
  void api.getMe(signal).then(
    (me) => {
      status.identity(me.display_name ?? me.account_name ?? me.id);
      // A poll says so only when it ends, up to half a minute later.
      status.connected();
    },
    () => {}, // The polls say what is wrong.
  );
  log.info(`account "${accountId}" receives by long polling`);
  await longPoll({
    accountId,
    pollers: account.pollers,
    getUpdates: (waitSeconds, pollSignal) => api.getUpdates(waitSeconds, pollSignal),
    append: async (raw) => {
      const admission = await monitor.append(raw);
      if (admission === "new") status.received();
      return admission;
    },
    clock: systemClock,
    signal,
    observer: {
      alive: () => status.connected(),
      trouble: (error) => {
        log.warn(error.message);
        status.trouble(error);
      },
      singlePoll: () => log.info(`account "${accountId}": the API allows one poll at a time; keeping to one`),
    },
  });
}

async function openAccount(
  { runtime, account, status, log, api, lease }: Parts,
  sending: AbortSignal,
): Promise<{ monitor: InboxMonitor; book: AnswerBook }> {
  const { accountId } = account;
  const ledger = lease.inbox.ledger(accountId);
  const book = new AnswerBook(ledger);
  await book.prune();
  await new OutgoingBook(ledger).prune();
  const send = (chatId: string, text: string, signal: AbortSignal) => api.sendText(chatId, text, signal);
  const pairing = new GatewayPairingStore(
    accountId,
    createChannelPairingController({ core: runtime, channel: "zalo", accountId }),
  );
  const answering = new Answering({
    runtime,
    channelId: "zalo",
    accountId,
    policy: account.policy,
    identity: ingressIdentity(ID_PREFIXES),
    pairing,
    challenger: new Challenger({
      channelId: "zalo",
      accountId,
      isDefaultAccount: accountId === DEFAULT_ACCOUNT_ID,
      store: pairing,
      ledger: new DurableChallengeLedger(ledger),
      send: ({ senderId }, text) => send(senderId, text, sending),
      warn: (message) => log.warn(message),
    }),
    book,
    turns: processTurns,
    clock: systemClock,
    unknownSends: account.unknownSends,
    blockStreaming: account.blockStreaming,
    cut: cutText,
    send,
    typing: (chatId) => api.sendTyping(chatId, sending),
    signal: sending,
    observer: {
      dropped: (envelope, why) =>
        log.info(
          `account "${accountId}": message ${envelope.messageId} from ${envelope.sender.id} dropped: ${why}`,
        ),
      sent: (report) => status.sent(report),
      trouble: (what, error) => {
        if (isAborted(error)) return;
        log.warn(
          `account "${accountId}": ${what}. ${error instanceof ChannelError ? error.message : String(error)}`,
        );
        if (error instanceof ChannelError) status.trouble(error);
      },
    },
  });
  const monitor = openInboxMonitor({
    channelId: "zalo",
    accountId,
    queue: lease.inbox.queue(accountId),
    inspect: (raw) => {
      const key = eventKey(raw);
      return key === undefined ? null : { eventId: key.eventId, laneKey: laneOf(key.chatId, key.text) };
    },
    handle: async ({ eventId, raw, receivedAt }, lifecycle) => {
      const normalized = normalize(raw, accountId, receivedAt);
      if (normalized.kind !== "message") {
        const what =
          normalized.kind === "ignored" ? normalized.why : `${normalized.eventName} has no content`;
        log.info(`account "${accountId}": event ${eventId} ignored: ${what}`);
        return { kind: "completed" };
      }
      const { envelope } = normalized;
      return await answering.handle({ eventId, envelope, urgent: isUrgent(envelope.text) }, lifecycle);
    },
    onError: (error) => log.error(`account "${accountId}": ${String(error)}`),
    onLog: (message) => log.info(`account "${accountId}": ${message}`),
  });
  return { monitor, book };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
