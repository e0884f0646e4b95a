import type { Outgoing } from "channel-kit/answer/answer-record";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { BotApi } from "../bot-api/methods.ts";
import { type MessageSender, sendMessage } from "./send-message.ts";

export interface PieceSender extends MessageSender {
  api: Pick<BotApi, "sendText" | "sendPhoto" | "sendVoice" | "sendSticker">;
}

const NAMES = {
  image: "photo",
  voice: "voice message",
  sticker: "sticker",
  link: "link preview",
  kept: "file",
} as const;

/**
 * Sends one message of any kind. When Zalo refuses a photo or a voice, most often because it could not fetch it,
 * its words go out instead, with the address; the refusal is certain, so that nothing can arrive twice. Never throws.
 */
export async function sendPiece(
  sender: PieceSender,
  chatId: string,
  piece: Outgoing,
  signal: AbortSignal,
): Promise<Delivery> {
  if (piece.media === undefined) return await sendMessage(sender, chatId, piece, signal);
  const delivery = await show(sender.api, chatId, piece.media, signal);
  if (delivery.kind !== "not-sent" || delivery.error.code !== "rejected" || piece.text === "")
    return delivery;
  const instead = await sendMessage(sender, chatId, piece, signal);
  // A chat that Zalo does not know refuses both, and says nothing about the media.
  if (instead.kind !== "not-sent") {
    sender.warn(
      `account "${sender.accountId}": a ${NAMES[piece.media.kind]} was refused, so its address went out as text. ${delivery.error.message} Check that Zalo can fetch it from the internet.`,
    );
  }
  return instead;
}

function show(
  api: PieceSender["api"],
  chatId: string,
  media: NonNullable<Outgoing["media"]>,
  signal: AbortSignal,
): Promise<Delivery> {
  switch (media.kind) {
    case "image":
      return api.sendPhoto(chatId, media.url, media.caption, signal);
    case "voice":
      return api.sendVoice(chatId, media.url, signal);
    case "sticker":
      return api.sendSticker(chatId, media.id, signal);
    case "link":
    case "kept":
      // Never composed for a bot; its words go out instead.
      return Promise.resolve({
        kind: "not-sent",
        error: new ChannelError("rejected", "The Bot API takes no files and no link previews."),
      });
    default:
      return media satisfies never;
  }
}
