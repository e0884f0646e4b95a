import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import type { Permit } from "../pace/paced-message.ts";
import { backoffMs } from "../time/backoff.ts";
import type { Clock } from "../time/clock.ts";
import type { Outgoing, Piece } from "./answer-record.ts";

/**
 * What to do with a send that may have been accepted: `repeat` it once, because silence hurts more than a
 * double, or `hold` it and tell the operator.
 */
export type UnknownSends = "repeat" | "hold";

/** First and longest pause between two tries of a send that certainly failed. */
const RETRY_BASE_MS = 1_000;
const RETRY_CAP_MS = 60_000;
/** Pause before a send that may have been accepted is repeated: long enough for a slow server to show it. */
const UNKNOWN_PAUSE_MS = 2_000;

export interface SendPiecesOptions {
  /**
   * Waits until the account may send one more message; absent when it always may. What it throws ends the whole,
   * with the piece as it was before: nothing of it has been tried.
   */
  admit?(piece: Outgoing, signal: AbortSignal): Promise<Permit>;
  /**
   * Hands one piece to the platform; if that certainly refuses the markup or the media, the plain text or the
   * words instead. Must answer with a `Delivery` and not throw, unless aborted.
   */
  send(piece: Outgoing, signal: AbortSignal): Promise<Delivery>;
  /** Writes the new state of a piece down; what it promises must hold before it resolves. */
  save(index: number, piece: Piece): Promise<void>;
  unknownSends: UnknownSends;
  clock: Clock;
  signal: AbortSignal;
  /** When to give up on sends that certainly failed, in milliseconds since the Unix epoch. */
  deadlineAt: number;
  /** Told about every try that did not succeed. */
  onTrouble?(error: ChannelError, outcome: "not-sent" | "unknown"): void;
}

export interface SendPiecesReport {
  /** One id per piece the platform has certainly accepted, in order. */
  messageIds: readonly string[];
  /** Pieces that went out twice, or may have. */
  possibleDoubles: number;
  /** Pieces of which nobody knows whether they arrived. */
  unconfirmed: number;
}

/**
 * Sends the pieces of one answer in order, each until it is accepted, and skips those that already are.
 * A send that certainly failed is repeated with growing pauses until the deadline; one that may have been
 * accepted is treated as `unknownSends` says.
 *
 * Throws a `ChannelError` when a piece was certainly not sent: `aborted` when the signal fired, otherwise
 * the platform's last word, or what `admit` threw. Everything before that piece has been sent, nothing after it.
 */
export async function sendPieces(
  pieces: readonly Piece[],
  options: SendPiecesOptions,
): Promise<SendPiecesReport> {
  const settled: Piece[] = [];
  for (const [index, piece] of pieces.entries()) {
    settled.push(await sendPiece(piece, (next) => options.save(index, next), options));
  }
  return {
    messageIds: settled.flatMap((piece) => (piece.messageId === undefined ? [] : [piece.messageId])),
    possibleDoubles: settled.filter((piece) => piece.possibleDouble).length,
    unconfirmed: settled.filter((piece) => piece.state === "unknown").length,
  };
}

async function sendPiece(
  initial: Piece,
  save: (piece: Piece) => Promise<void>,
  options: SendPiecesOptions,
): Promise<Piece> {
  let piece = initial;
  const become = async (next: Piece): Promise<Piece> => {
    piece = next;
    await save(next);
    return next;
  };
  for (let refusals = 0; ; ) {
    // "attempting" here is the trace of a process that died while the request was under way.
    const isRepetition = piece.state === "attempting";
    if (isRepetition) {
      if (options.unknownSends === "hold" || piece.possibleDouble) {
        return await become({ ...piece, state: "unknown" });
      }
      await pause(UNKNOWN_PAUSE_MS, options);
    } else if (piece.state !== "waiting") {
      return piece;
    }
    const delivery = await attempt(options, piece, () =>
      become({ ...piece, state: "attempting", ...(isRepetition ? { possibleDouble: true } : {}) }),
    );
    switch (delivery.kind) {
      case "sent":
        return await become({ ...piece, state: "sent", messageId: delivery.messageId });
      case "unknown":
        options.onTrouble?.(delivery.error, "unknown");
        break;
      case "not-sent": {
        await become({ ...piece, state: "waiting" });
        if (delivery.error.code !== "aborted") options.onTrouble?.(delivery.error, "not-sent");
        refusals += 1;
        await waitBeforeRetry(delivery.error, refusals, options);
        break;
      }
      default:
        delivery satisfies never;
    }
  }
}

/** One request to the platform, once the account may make it and it has been written down. */
async function attempt(
  options: SendPiecesOptions,
  piece: Piece,
  writeDown: () => Promise<Piece>,
): Promise<Delivery> {
  const { signal } = options;
  if (signal.aborted) throw aborted(signal.reason);
  using permit = await options.admit?.(piece, signal);
  const delivery = await options.send(await writeDown(), signal);
  permit?.learned(delivery);
  return delivery;
}

async function waitBeforeRetry(
  error: ChannelError,
  refusals: number,
  options: SendPiecesOptions,
): Promise<void> {
  if (!error.retryable) throw error;
  const delayMs = Math.max(
    error.retryAfterMs ?? 0,
    backoffMs(refusals, { baseMs: RETRY_BASE_MS, capMs: RETRY_CAP_MS }),
  );
  if (options.clock.now() + delayMs > options.deadlineAt) throw error;
  await pause(delayMs, options);
}

async function pause(ms: number, { clock, signal }: SendPiecesOptions): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (cause) {
    throw aborted(cause);
  }
}

function aborted(cause: unknown): ChannelError {
  return new ChannelError("aborted", "Sending was stopped.", { cause });
}
