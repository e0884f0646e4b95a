import type { Media } from "../../media/media.ts";
import type { Bot } from "../../world/bot.ts";
import type { BotMessage, Chat, PersonMessage } from "../../world/chat.ts";
import type { Content } from "../../world/content.ts";
import { ok } from "../answers.ts";
import { type FetchRequest, fetchMedia, noteFetch } from "../media-fetch.ts";
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

/** The methods that put something into a chat. */

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
  const { photoFetches, outsidePhotos } = call.account.bot.switches;
  const photo =
    photoFetches === 0 ? undefined : await fetchedByServer(call, { what: "photo", chat, url }, outsidePhotos);
  const { answer, message } = send(call, { kind: "photo", text: caption });
  if (photo === undefined) return { answer };
  call.media.keep(message.messageId, photo);
  return { answer, afterwards: () => fetchByPhone(call, chat, url, message.messageId) };
};

/** The file as Zalo's server got it; undefined for one outside that is trusted. Refuses what is not what it should be. */
async function fetchedByServer(
  call: MethodCall,
  target: FetchTarget,
  outside: "trust" | "refuse",
): Promise<Media | undefined> {
  const request = fetchRequest(call, target, "server");
  const fetched = await fetchMedia(request);
  noteFetch(request, fetched);
  if (fetched.outcome === "outside" && outside === "trust") return undefined;
  return fetched.media ?? refuse(`The ${target.what} URL is invalid`);
}

/** What the reader has on the screen in the end is what their own phone got: nothing makes a black box. */
async function fetchByPhone(call: MethodCall, chat: Chat, url: string, messageId: string): Promise<void> {
  for (let fetches = 2; fetches <= call.account.bot.switches.photoFetches; fetches += 1) {
    const request = fetchRequest(call, { what: "photo", chat, url }, "phone");
    const fetched = await fetchMedia(request);
    if (fetched.media === undefined) call.media.drop(messageId);
    else call.media.keep(messageId, fetched.media);
    noteFetch(request, fetched);
  }
}

type FetchTarget = Pick<FetchRequest, "what" | "chat" | "url">;

function fetchRequest(call: MethodCall, target: FetchTarget, by: FetchRequest["by"]): FetchRequest {
  const { account, journal, closed } = call;
  return { ...target, bot: account.bot, by, journal, signal: closed };
}

export const sendSticker: Method = (call) => {
  requireText(call.params, "chat_id");
  requireText(call.params, "sticker");
  return send(call, { kind: "sticker", text: "" });
};

export const sendVoice: Method = async (call) => {
  requireText(call.params, "chat_id");
  const url = requireHttpUrl(call.params, "voice_url");
  if (!url.endsWith(".aac")) refuse("The voice_url must end with .aac");
  const chat = requireChat(call);
  requireQuota(call, chat);
  const isHeard = chat.kind === "direct" && call.account.bot.switches.fetchesVoices;
  const voice = isHeard ? await fetchedByServer(call, { what: "voice", chat, url }, "trust") : undefined;
  const { answer, message } = send(call, { kind: "voice", text: "" });
  if (voice !== undefined) call.media.keep(message.messageId, voice);
  return { answer };
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
  account.sends.add();
  // Zalo accepts a voice for a group and nobody ever hears it.
  const shown = !(what.kind === "voice" && chat.kind === "group");
  const message = world.botSays(chat, { ...what, botId: account.bot.id, params }, shown);
  if (account.bot.switches.ownSends === "come-back") account.receive(asReceived(account.bot, chat, message));
  return {
    message,
    answer: ok({
      message_id: message.messageId,
      date: message.at,
      ...(what.kind === "photo" ? { message_type: "CHAT_PHOTO" } : {}),
    }),
  };
}

/** A bot's own message as an update for the bot itself. */
function asReceived(bot: Bot, chat: Chat, { messageId, at, kind, text, params }: BotMessage): PersonMessage {
  const { photo, sticker, voice_url } = params;
  const contents: Record<BotMessage["kind"], Content> = {
    text: { kind: "text", text },
    photo: { kind: "image", url: String(photo), ...(text === "" ? {} : { caption: text }) },
    sticker: { kind: "sticker", id: String(sticker) },
    voice: { kind: "voice", url: String(voice_url) },
  };
  return { messageId, at, from: { id: bot.id, name: bot.name, isBot: true }, chat, content: contents[kind] };
}
