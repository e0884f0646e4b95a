import {
  type ChannelMessageSendResult,
  type ChannelMessageUnknownSendContext,
  type ChannelMessageUnknownSendReconciliationResult,
  createMessageReceiptFromOutboundResults,
  type MessageReceipt,
} from "openclaw/plugin-sdk/channel-outbound";
import { PlatformMessageNotDispatchedError } from "openclaw/plugin-sdk/error-runtime";
import { type MessageText, newPiece, type Outgoing, type Piece } from "../answer/answer-record.ts";
import type { HeldSend } from "../answer/held-sends.ts";
import type { OutgoingBook } from "../answer/outgoing-book.ts";
import { sendPieces, type UnknownSends } from "../answer/send-pieces.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import { HeldBack } from "../pace/held-back.ts";
import type { Permit } from "../pace/paced-message.ts";
import type { Clock } from "../time/clock.ts";

/**
 * How long one call keeps trying a send that is certainly refused. After that the gateway's queue has it,
 * which tries again later and over restarts.
 */
const INLINE_DEADLINE_MS = 20_000;

/** What a send came to before any of it was sent. */
export interface Composed {
  /** Each within the platform's limits; empty when there is nothing to say. */
  messages: readonly (MessageText | Outgoing)[];
  /** Why a part of what was to be sent is not among the messages; absent when all of it is. */
  missing?: ChannelError;
}

export interface Outbound {
  channelId: string;
  chatId: string;
  /** Asked only when no earlier try has left the messages in the book. */
  compose(): Promise<Composed>;
  /** The gateway's id of the queued send and the number of this part; absent for sends it does not queue. */
  delivery?: { id: string; part: number };
  /** Present whenever `delivery` is. */
  book?: OutgoingBook;
  unknownSends: UnknownSends;
  clock: Clock;
  signal: AbortSignal;
  /** Whether the gateway still wants this sent, asked before each request; throws when it does not. */
  mayStillSend?(): Promise<void>;
  /** Waits until one more message may leave; see `SendPiecesOptions`. */
  admit?(piece: Outgoing, signal: AbortSignal): Promise<Permit>;
  send(piece: Outgoing, signal: AbortSignal): Promise<Delivery>;
  /**
   * Takes over a send that may not go out at this time of the day, to send it afterwards from the book; absent when
   * the gateway is to try it again. The gateway's own tries would be used up long before the night is over.
   */
  keepForLater?(send: HeldSend): Promise<void>;
}

/**
 * Sends what the gateway wants sent outside a reply: a tool's, a cron job's, an operator's.
 *
 * What may not go out at this hour is kept for later, and said not to have been sent yet.
 *
 * Nothing to say is sent as nothing, and said to be so. When a part of it is missing the rest is sent, and then
 * the reason is thrown: nobody is told that all has arrived.
 *
 * Throws `PlatformMessageNotDispatchedError` when repeating the whole send cannot double anything, which is
 * how the gateway's queue learns that it may: either nothing was accepted, or the book knows what was and
 * the next try skips it. Throws a `ChannelError` when nobody knows whether the message arrived.
 */
export async function sendOutbound(options: Outbound): Promise<ChannelMessageSendResult> {
  const { book, delivery, clock, admit } = options;
  const journal = book !== undefined && delivery !== undefined ? { book, ...delivery } : undefined;
  const { pieces, missing } = await takeUp(options, journal);
  if (pieces.length === 0) {
    if (missing !== undefined) throw notDispatched(missing);
    return { outcome: "not_sent", receipt: receiptOf(options.channelId, options.chatId, []) };
  }
  let someMayHaveArrived = false;
  let unwanted: { reason: unknown } | undefined;
  const sending = sendPieces(pieces, {
    ...(admit === undefined ? {} : { admit }),
    send: async (piece, signal) => {
      try {
        await options.mayStillSend?.();
      } catch (reason) {
        unwanted = { reason };
        return { kind: "not-sent", error: new ChannelError("aborted", "The gateway took the send back.") };
      }
      return await options.send(piece, signal);
    },
    save: async (index, piece) => {
      if (piece.state === "sent" || piece.state === "unknown") someMayHaveArrived = true;
      await journal?.book.savePiece(journal.id, journal.part, index, piece);
    },
    unknownSends: options.unknownSends,
    clock,
    signal: options.signal,
    deadlineAt: clock.now() + INLINE_DEADLINE_MS,
  });
  const report = await sending.catch(async (cause: unknown) => {
    if (journal !== undefined && isQuiet(cause) && options.keepForLater !== undefined) {
      await options.keepForLater({ deliveryId: journal.id, part: journal.part, target: options.chatId });
      throw notDispatched(keptForLater(cause));
    }
    if (unwanted !== undefined) throw unwanted.reason;
    const repeatable = journal !== undefined || !someMayHaveArrived;
    if (!(cause instanceof ChannelError) || cause.code === "aborted" || !repeatable) throw cause;
    throw notDispatched(cause);
  });
  if (missing !== undefined) {
    const error = new ChannelError(missing.code, `${missing.message} The rest was sent.`, {
      cause: missing,
      retryable: false,
    });
    throw journal === undefined ? error : notDispatched(error);
  }
  if (report.messageIds.length > 0) {
    const kind = pieces.some(({ media }) => media !== undefined) ? "media" : "text";
    return { receipt: receiptOf(options.channelId, options.chatId, report.messageIds, kind) };
  }
  throw new ChannelError("unreachable", "Nobody knows whether the message arrived; it is not repeated.", {
    fix: 'Look into the chat. With unknownSends: "repeat" it would have been sent once more.',
    retryable: false,
  });
}

const isQuiet = (cause: unknown): cause is HeldBack =>
  cause instanceof HeldBack && cause.hold.cause === "quiet-hours";

/** For whoever sent it; the gateway is to leave it alone from here on. */
function keptForLater({ reason, retryAfterMs = 0 }: HeldBack): ChannelError {
  const fix = "It goes out by itself then; do not send it again.";
  return new ChannelError("rate-limited", reason, { fix, retryAfterMs, retryable: false });
}

type Journal = { book: OutgoingBook; id: string; part: number } | undefined;

/** The pieces as an earlier try left them, else newly composed. */
async function takeUp(
  options: Outbound,
  journal: Journal,
): Promise<{ pieces: readonly Piece[]; missing?: ChannelError }> {
  const known = await journal?.book.find(journal.id, journal.part);
  if (known !== undefined) return { pieces: known };
  const { messages, missing } = await options.compose();
  // What may still go well is tried as a whole later.
  if (missing?.retryable) throw notDispatched(missing);
  const pieces =
    journal === undefined || messages.length === 0
      ? messages.map(newPiece)
      : await journal.book.open(journal.id, journal.part, messages);
  return { pieces, ...(missing === undefined ? {} : { missing }) };
}

/** What tells the gateway that nothing of a send went out, and whether to try again. */
export function notDispatched(cause: ChannelError): PlatformMessageNotDispatchedError {
  return new PlatformMessageNotDispatchedError(cause.message, { cause, retryable: cause.retryable });
}

/** Tells the gateway, after a restart, what became of a send that it had begun. */
export async function reconcileOutbound(
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

function receiptOf(
  channelId: string,
  chatId: string,
  messageIds: readonly string[],
  kind: "text" | "media" = "text",
): MessageReceipt {
  return createMessageReceiptFromOutboundResults({
    kind,
    results: messageIds.map((messageId) => ({
      channel: channelId,
      messageId,
      target: { kind: "chat", id: chatId },
    })),
  });
}
