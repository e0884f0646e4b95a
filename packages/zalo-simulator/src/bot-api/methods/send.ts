import type { BotMessage } from "../../world/chat.ts";
import { ok } from "../answers.ts";
import type { Method, MethodCall, MethodResult } from "../method-call.ts";
import {
  refuse,
  requireChat,
  requireHttpUrl,
  requireKnownMarkup,
  requireLength,
  requireQuota,
  requireText,
  text,
} from "../validate.ts";

/**
 * The methods that put something into a chat. Photos and voices are checked and shown by their URL but not
 * fetched yet, whereas the real Zalo fetches a photo during the call.
 */

export const sendMessage: Method = (call) => {
  requireText(call.params, "chat_id");
  const body = requireText(call.params, "text");
  requireLength(body, "text", call.account.bot.switches);
  const parseMode = requireKnownMarkup(call.params);
  return send(call, { kind: "text", text: body, ...(parseMode === undefined ? {} : { parseMode }) });
};

export const sendPhoto: Method = (call) => {
  requireText(call.params, "chat_id");
  requireHttpUrl(call.params, "photo");
  const caption = text(call.params, "caption");
  requireLength(caption, "caption", call.account.bot.switches);
  return send(call, { kind: "photo", text: caption });
};

export const sendSticker: Method = (call) => {
  requireText(call.params, "chat_id");
  requireText(call.params, "sticker");
  return send(call, { kind: "sticker", text: "" });
};

export const sendVoice: Method = (call) => {
  requireText(call.params, "chat_id");
  if (!requireHttpUrl(call.params, "voice_url").endsWith(".aac")) refuse("The voice_url must end with .aac");
  return send(call, { kind: "voice", text: "" });
};

export const sendChatAction: Method = (call) => {
  requireText(call.params, "chat_id");
  const action = requireText(call.params, "action");
  if (action !== "typing") refuse("The action is invalid");
  const chat = requireChat(call);
  call.journal.add({ kind: "typing", botId: call.account.bot.id, chatId: chat.id });
  return { answer: ok() };
};

type Sent = Pick<BotMessage, "kind" | "text" | "parseMode">;

function send(call: MethodCall, what: Sent): MethodResult {
  const { account, params, world } = call;
  const chat = requireChat(call);
  requireQuota(call, chat);
  account.quota.count();
  // Zalo accepts a voice for a group and nobody ever hears it.
  const shown = !(what.kind === "voice" && chat.kind === "group");
  const message = world.botSays(chat, { ...what, botId: account.bot.id, params }, shown);
  return {
    answer: ok({
      message_id: message.messageId,
      date: message.at,
      ...(what.kind === "photo" ? { message_type: "CHAT_PHOTO" } : {}),
    }),
  };
}
