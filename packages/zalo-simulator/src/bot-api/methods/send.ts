import type { Media } from "../../media/media.ts";
import type { BotMessage, Chat } from "../../world/chat.ts";
import { ok } from "../answers.ts";
import type { Method, MethodCall, MethodResult } from "../method-call.ts";
import { fetchPhoto, noteFetch, type PhotoRequest } from "../photo-fetch.ts";
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

/** The methods that put something into a chat. A voice is checked by its URL and not fetched. */

export const sendMessage: Method = (call) => {
  requireText(call.params, "chat_id");
  const body = requireText(call.params, "text");
  requireLength(body, "text", call.account.bot.switches);
  const parseMode = requireKnownMarkup(call.params);
  return send(call, { kind: "text", text: body, ...(parseMode === undefined ? {} : { parseMode }) });
};

export const sendPhoto: Method = async (call) => {
  requireText(call.params, "chat_id");
  const url = requireHttpUrl(call.params, "photo");
  const caption = text(call.params, "caption");
  requireLength(caption, "caption", call.account.bot.switches);
  const chat = requireChat(call);
  requireQuota(call, chat);
  const photo = await fetchedByServer(call, chat, url);
  const { answer, message } = send(call, { kind: "photo", text: caption });
  if (photo === undefined) return { answer };
  call.media.keep(message.messageId, photo);
  return { answer, afterwards: () => fetchByPhone(call, chat, url, message.messageId) };
};

/** The photo as Zalo's server got it; undefined for one that is not fetched at all. Refuses what is no photo. */
async function fetchedByServer(call: MethodCall, chat: Chat, url: string): Promise<Media | undefined> {
  const { photoFetches, outsidePhotos } = call.account.bot.switches;
  if (photoFetches === 0) return undefined;
  const request = photoRequest(call, chat, url, "server");
  const fetched = await fetchPhoto(request);
  noteFetch(request, fetched);
  if (fetched.outcome === "outside" && outsidePhotos === "trust") return undefined;
  return fetched.media ?? refuse("The photo URL is invalid");
}

/** What the reader has on the screen in the end is what their own phone got: nothing makes a black box. */
async function fetchByPhone(call: MethodCall, chat: Chat, url: string, messageId: string): Promise<void> {
  for (let fetches = 2; fetches <= call.account.bot.switches.photoFetches; fetches += 1) {
    const request = photoRequest(call, chat, url, "phone");
    const fetched = await fetchPhoto(request);
    if (fetched.media === undefined) call.media.drop(messageId);
    else call.media.keep(messageId, fetched.media);
    noteFetch(request, fetched);
  }
}

function photoRequest(call: MethodCall, chat: Chat, url: string, by: PhotoRequest["by"]): PhotoRequest {
  const { account, journal, closed } = call;
  return { bot: account.bot, chat, url, by, journal, signal: closed };
}

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

function send(call: MethodCall, what: Sent): MethodResult & { message: BotMessage } {
  const { account, params, world } = call;
  const chat = requireChat(call);
  requireQuota(call, chat);
  account.quota.count();
  // Zalo accepts a voice for a group and nobody ever hears it.
  const shown = !(what.kind === "voice" && chat.kind === "group");
  const message = world.botSays(chat, { ...what, botId: account.bot.id, params }, shown);
  return {
    message,
    answer: ok({
      message_id: message.messageId,
      date: message.at,
      ...(what.kind === "photo" ? { message_type: "CHAT_PHOTO" } : {}),
    }),
  };
}
