import {
  type ChannelMessageSendResult,
  type ChannelMessageUnknownSendContext,
  type ChannelMessageUnknownSendReconciliationResult,
  createMessageReceiptFromOutboundResults,
  type MessageReceipt,
} from "openclaw/plugin-sdk/channel-outbound";
import { PlatformMessageNotDispatchedError } from "openclaw/plugin-sdk/error-runtime";
import { type MessageText, newPiece, type OutgoingText } from "../answer/answer-record.ts";
import type { OutgoingBook } from "../answer/outgoing-book.ts";
import { sendPieces, type UnknownSends } from "../answer/send-pieces.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import type { Clock } from "../time/clock.ts";

/**
 * How long one call keeps trying a send that is certainly refused. After that the gateway's queue has it,
 * which tries again later and over restarts.
 */
const INLINE_DEADLINE_MS = 20_000;

export interface OutboundText {
  channelId: string;
  chatId: string;
  /** Cut to the platform's limit; empty when there is nothing to say. */
  texts: readonly MessageText[];
  /** The gateway's id of the queued send and the number of this part; absent for sends it does not queue. */
  delivery?: { id: string; part: number };
  /** Present whenever `delivery` is. */
  book?: OutgoingBook;
  unknownSends: UnknownSends;
  clock: Clock;
  signal: AbortSignal;
  send(piece: OutgoingText, signal: AbortSignal): Promise<Delivery>;
}

/**
 * Sends a text that the gateway wants sent outside a reply: a tool's, a cron job's, an operator's.
 *
 * Nothing to say is sent as nothing, and said to be so.
 *
 * Throws `PlatformMessageNotDispatchedError` when repeating the whole send cannot double anything, which is
 * how the gateway's queue learns that it may: either nothing was accepted, or the book knows what was and
 * the next try skips it. Throws a `ChannelError` when nobody knows whether the text arrived.
 */
export async function sendOutboundText(options: OutboundText): Promise<ChannelMessageSendResult> {
  const { book, delivery, clock } = options;
  if (options.texts.length === 0)
    return { outcome: "not_sent", receipt: receiptOf(options.channelId, options.chatId, []) };
  const journal = book !== undefined && delivery !== undefined ? { book, ...delivery } : undefined;
  const pieces = journal
    ? await journal.book.open(journal.id, journal.part, options.texts)
    : options.texts.map(newPiece);
  let someMayHaveArrived = false;
  const sending = sendPieces(pieces, {
    send: options.send,
    save: async (index, piece) => {
      if (piece.state === "sent" || piece.state === "unknown") someMayHaveArrived = true;
      await journal?.book.savePiece(journal.id, journal.part, index, piece);
    },
    unknownSends: options.unknownSends,
    clock,
    signal: options.signal,
    deadlineAt: clock.now() + INLINE_DEADLINE_MS,
  });
  const report = await sending.catch((cause: unknown) => {
    const repeatable = journal !== undefined || !someMayHaveArrived;
    if (!(cause instanceof ChannelError) || cause.code === "aborted" || !repeatable) throw cause;
    throw new PlatformMessageNotDispatchedError(cause.message, { cause, retryable: cause.retryable });
  });
  if (report.messageIds.length > 0) {
    return { receipt: receiptOf(options.channelId, options.chatId, report.messageIds) };
  }
  throw new ChannelError("unreachable", "Nobody knows whether the message arrived; it is not repeated.", {
    fix: 'Look into the chat. With unknownSends: "repeat" it would have been sent once more.',
    retryable: false,
  });
}

/** Tells the gateway, after a restart, what became of a send that it had begun. */
export async function reconcileOutboundText(
  channelId: string,
  book: OutgoingBook,
  context: Pick<ChannelMessageUnknownSendContext, "queueId" | "to">,
): Promise<ChannelMessageUnknownSendReconciliationResult> {
  const pieces = await book.pieces(context.queueId);
  const held = pieces.some((piece) => piece.state === "unknown");
  const messageIds = pieces.flatMap((piece) => (piece.messageId === undefined ? [] : [piece.messageId]));
  if (pieces.length > 0 && messageIds.length === pieces.length) {
    return { status: "sent", receipt: receiptOf(channelId, context.to, messageIds) };
  }
  if (held)
    return { status: "unresolved", error: "The message may have arrived; it is held.", retryable: false };
  // A new try takes up where the book says that the last one stopped.
  return { status: "not_sent" };
}

function receiptOf(channelId: string, chatId: string, messageIds: readonly string[]): MessageReceipt {
  return createMessageReceiptFromOutboundResults({
    kind: "text",
    results: messageIds.map((messageId) => ({
      channel: channelId,
      messageId,
      target: { kind: "chat", id: chatId },
    })),
  });
}
