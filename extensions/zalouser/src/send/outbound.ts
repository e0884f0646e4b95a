import type { Said } from "channel-kit/answer/said";
import { openLog } from "channel-kit/host/channel-log";
import { sendThroughGateway } from "channel-kit/host/gateway-send";
import { type Composed, notDispatched, reconcileOutbound, sendOutbound } from "channel-kit/host/outbound";
import {
  type Addressed,
  handling,
  loadFor,
  type OutboundContext,
  openOutgoingBook,
  saidInContext,
  saidInMedia,
  saidInText,
} from "channel-kit/host/outbound-context";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import { APPROVED_TEXT } from "channel-kit/pairing/challenge-text";
import { systemClock } from "channel-kit/time/clock";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type {
  ChannelMessageSendMediaContext,
  ChannelMessageSendPayloadContext,
  ChannelMessageSendResult,
  ChannelMessageSendTextContext,
  ChannelMessageUnknownSendContext,
  ChannelMessageUnknownSendReconciliationResult,
} from "openclaw/plugin-sdk/channel-outbound";
import { resolveAccount } from "../config/accounts.ts";
import { formatTarget } from "../ids.ts";
import type { LiveAccount } from "../live/live-accounts.ts";
import { requireLive } from "../live/require-live.ts";
import { inboxes, liveAccounts } from "../process-state.ts";
import { getZalouserRuntime } from "../runtime.ts";
import { unaskedOf } from "../safety/account-safety.ts";
import type { Thread } from "../session/port.ts";
import { requireTarget } from "./target.ts";

/** Sends one text of the gateway's: cut where Zalo needs it, in order, with the outcome told truly. */
export async function sendText(context: ChannelMessageSendTextContext): Promise<ChannelMessageSendResult> {
  return await send(context, saidInText(context));
}

/** Sends one picture, voice message, video or file with what is said about it. */
export async function sendMedia(context: ChannelMessageSendMediaContext): Promise<ChannelMessageSendResult> {
  return await send(context, saidInMedia(context));
}

/** Sends several media one after the other, or what else the gateway has in a payload. */
export async function sendPayload(
  context: ChannelMessageSendPayloadContext,
): Promise<ChannelMessageSendResult> {
  return await send(context, saidInContext(context));
}

async function send(context: OutboundContext, said: Said): Promise<ChannelMessageSendResult> {
  return await deliver(context, {
    compose: async ({ speaker }, thread) =>
      await speaker.composeFor(thread, said, {
        // Whoever sends is told by an error; the reader has not asked for anything.
        apologise: false,
        load: (source, mostBytes) => loadFor(context, source, mostBytes),
      }),
  });
}

/** How what is sent comes about. */
export interface Delivering {
  compose(live: LiveAccount, thread: Thread): Promise<Composed>;
  /** Sends one message, when that is not what the account's speaker does with it. */
  sendInstead?(live: LiveAccount, thread: Thread, signal: AbortSignal): Promise<Delivery>;
}

/**
 * Composes and sends what the gateway wants sent. Throws `PlatformMessageNotDispatchedError` when the account is
 * not connected or the message was refused, so that the gateway's queue tries again.
 */
export async function deliver(
  context: OutboundContext | Addressed,
  { compose, sendInstead }: Delivering,
): Promise<ChannelMessageSendResult> {
  const account = resolveAccount(context.cfg, context.accountId);
  const { accountId } = account;
  const thread = requireTarget(accountId, context.to);
  const live = running(accountId);
  const runtime = getZalouserRuntime();
  const log = openLog(runtime, "zalouser");
  using store = openOutgoingBook(inboxes, runtime.state.resolveStateDir(), "zalouser", accountId);
  const target = formatTarget(thread);
  return await sendOutbound({
    channelId: "zalouser",
    chatId: target,
    compose: async () => {
      const composed = await compose(live, thread);
      if (composed.missing !== undefined) log.warn(composed.missing.message);
      return composed;
    },
    ...handling(context),
    book: store.book,
    unknownSends: account.unknownSends,
    clock: systemClock,
    admit: (piece, signal) => live.safety.admit(thread, unaskedOf(piece.text.length), signal),
    // A poll is no message that the book could give back.
    ...(sendInstead === undefined ? { keepForLater: (held) => live.later.keep(held) } : {}),
    send: async (piece, signal) =>
      sendInstead === undefined
        ? await live.speaker.send(target, piece, signal)
        : await sendInstead(live, thread, signal),
  });
}

function running(accountId: string): LiveAccount {
  try {
    return requireLive(liveAccounts, accountId);
  } catch (error) {
    throw error instanceof ChannelError ? notDispatched(error) : error;
  }
}

/**
 * Tells somebody that they have been approved: from the gateway itself, or through it from a command beside it.
 * Throws when it certainly was not sent.
 */
export async function sendApproval(
  cfg: OpenClawConfig,
  requested: string | undefined,
  id: string,
): Promise<void> {
  const { accountId } = resolveAccount(cfg, requested);
  const { id: to } = requireTarget(accountId, id);
  const speaker = liveAccounts.find(accountId)?.speaker;
  if (speaker === undefined) {
    await sendThroughGateway({ channel: "zalouser", accountId, to, text: APPROVED_TEXT });
    return;
  }
  const delivery = await speaker.sendToPerson(to, APPROVED_TEXT, new AbortController().signal);
  if (delivery.kind === "not-sent") throw delivery.error;
}

/** What became of a queued send that a dead process had begun. */
export async function reconcileUnknownSend(
  context: ChannelMessageUnknownSendContext<OpenClawConfig>,
): Promise<ChannelMessageUnknownSendReconciliationResult> {
  const { accountId } = resolveAccount(context.cfg, context.accountId);
  const stateDir = getZalouserRuntime().state.resolveStateDir();
  using store = openOutgoingBook(inboxes, stateDir, "zalouser", accountId);
  return await reconcileOutbound("zalouser", store.book, context);
}
