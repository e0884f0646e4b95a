import type { Said } from "channel-kit/answer/said";
import { openLog } from "channel-kit/host/channel-log";
import { type Composed, reconcileOutbound, sendOutbound } from "channel-kit/host/outbound";
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
import { resolveAccount, type ZaloAccount } from "../config/accounts.ts";
import { isGroupId } from "../ids.ts";
import { inboxes, refusedFormat } from "../process-state.ts";
import { getZaloRuntime } from "../runtime.ts";
import { compose } from "./compose.ts";
import { composing } from "./composing.ts";
import { connect } from "./connect.ts";
import { sendPiece } from "./send-piece.ts";
import { requireTarget } from "./target.ts";
import { formatText } from "./text.ts";

/** Sends one text of the gateway's: cut where Zalo needs it, in order, with the outcome told truly. */
export async function sendText(context: ChannelMessageSendTextContext): Promise<ChannelMessageSendResult> {
  return await send(context, saidInText(context));
}

/** Sends one picture, voice message or file with what is said about it. */
export async function sendMedia(context: ChannelMessageSendMediaContext): Promise<ChannelMessageSendResult> {
  return await send(context, saidInMedia(context));
}

/** Sends several media at once, or what else the gateway has in a payload. */
export async function sendPayload(
  context: ChannelMessageSendPayloadContext,
): Promise<ChannelMessageSendResult> {
  return await send(context, saidInContext(context));
}

/** Sends stickers by their ids on stickers.zaloapp.com, in order, after what is said about them. */
export async function sendStickers(
  context: Addressed,
  ids: readonly string[],
  text: string,
): Promise<ChannelMessageSendResult> {
  return await deliver(context, async ({ format }) => ({
    messages: [
      ...formatText(text, format),
      ...ids.map((id) => ({ text: "", media: { kind: "sticker", id } }) as const),
    ],
  }));
}

async function send(context: OutboundContext, said: Said): Promise<ChannelMessageSendResult> {
  return await deliver(context, async (account, chatId) =>
    compose(said, {
      ...composing(account, isGroupId(chatId)),
      // Whoever sends is told by an error; the reader has not asked for anything.
      apologise: false,
      load: (source) => loadFor(context, source),
    }),
  );
}

async function deliver(
  context: OutboundContext | Addressed,
  compose: (account: ZaloAccount, chatId: string) => Promise<Composed>,
): Promise<ChannelMessageSendResult> {
  const account = resolveAccount(context.cfg, context.accountId);
  const chatId = requireTarget(account.accountId, context.to);
  await using connection = await connect(account);
  using store = openBook(account.accountId);
  const log = openLog(getZaloRuntime(), "zalo");
  const sender = {
    api: connection.api,
    accountId: account.accountId,
    refusedFormat,
    warn: (message: string) => log.warn(message),
  };
  return await sendOutbound({
    channelId: "zalo",
    chatId,
    compose: async () => {
      const composed = await compose(account, chatId);
      if (composed.missing !== undefined) log.warn(composed.missing.message);
      return composed;
    },
    ...handling(context),
    book: store.book,
    unknownSends: account.unknownSends,
    clock: systemClock,
    send: (piece, signal) => sendPiece(sender, chatId, piece, signal),
  });
}

/** Tells somebody that they have been approved. Throws when it certainly was not sent. */
export async function sendApproval(
  cfg: OpenClawConfig,
  accountId: string | undefined,
  id: string,
): Promise<void> {
  const account = resolveAccount(cfg, accountId);
  await using connection = await connect(account);
  const chatId = requireTarget(account.accountId, id);
  const delivery = await connection.api.sendText(chatId, APPROVED_TEXT, new AbortController().signal);
  if (delivery.kind === "not-sent") throw delivery.error;
}

/** What became of a queued send that a dead process had begun. */
export async function reconcileUnknownSend(
  context: ChannelMessageUnknownSendContext<OpenClawConfig>,
): Promise<ChannelMessageUnknownSendReconciliationResult> {
  const { accountId } = resolveAccount(context.cfg, context.accountId);
  using store = openBook(accountId);
  return await reconcileOutbound("zalo", store.book, context);
}

const openBook = (accountId: string) =>
  openOutgoingBook(inboxes, getZaloRuntime().state.resolveStateDir(), "zalo", accountId);
