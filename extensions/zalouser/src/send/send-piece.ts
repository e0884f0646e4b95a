import type { Outgoing } from "channel-kit/answer/answer-record";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { Session, Thread } from "../session/port.ts";
import { type FileSender, sendKept } from "./send-kept.ts";
import { sendText, type TextSender } from "./send-text.ts";
import { readSticker } from "./sticker-id.ts";

export interface PieceSender extends TextSender, FileSender {
  session: TextSender["session"] & FileSender["session"] & Pick<Session, "sendSticker" | "sendLink">;
}

/**
 * Sends one message of any kind. When Zalo certainly refuses what it shows, its words go out instead. Never throws.
 */
export async function sendPiece(
  sender: PieceSender,
  thread: Thread,
  piece: Outgoing,
  signal: AbortSignal,
): Promise<Delivery> {
  if (piece.media === undefined) return await sendText(sender, thread, piece, signal);
  const delivery = await show(sender, thread, piece.media, signal);
  if (delivery.kind !== "not-sent" || delivery.error.code !== "rejected" || piece.text === "")
    return delivery;
  const instead = await sendText(sender, thread, piece, signal);
  if (instead.kind !== "not-sent") {
    sender.warn(
      `account "${sender.accountId}": Zalo refused a ${nameOf(piece.media)}, so words went out in its place. ${delivery.error.message}`,
    );
  }
  return instead;
}

async function show(
  sender: PieceSender,
  thread: Thread,
  media: NonNullable<Outgoing["media"]>,
  signal: AbortSignal,
): Promise<Delivery> {
  switch (media.kind) {
    case "kept":
      return await sendKept(sender, thread, media, signal);
    case "link":
      return await sender.session.sendLink(thread, { url: media.url, text: media.url }, signal);
    case "sticker":
      return await sender.session.sendSticker(thread, readSticker(sender.accountId, media.id), signal);
    case "image":
    case "voice":
      // Composed for a platform that fetches files; its words go out instead.
      return {
        kind: "not-sent",
        error: new ChannelError("rejected", "A personal account sends files, not their addresses."),
      };
    default:
      return media satisfies never;
  }
}

const nameOf = (media: NonNullable<Outgoing["media"]>): string =>
  media.kind === "kept" ? media.show : media.kind;
