import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import { type CallResult, readExchange } from "./failures.ts";
import type { Transport } from "./http.ts";
import { BotIdentity, SentMessage, Verification, WebhookInfo, WebhookSet } from "./wire.ts";

/** Time that one ordinary call may take, in milliseconds. */
const CALL_DEADLINE_MS = 30_000;
/** Typing is a courtesy: it may not hold anything up. */
const TYPING_DEADLINE_MS = 5_000;
/** Zalo fetches a photo during the call, maybe over a slow line of ours, and looks at it before it answers. */
const PHOTO_DEADLINE_MS = 120_000;
/** How much longer than the asked wait a poll may stay open before it counts as hung. */
export const POLL_SLACK_MS = 5_000;

/** `testWebhook` is not there for this bot, there is no webhook to try, or the day's tries are used up. */
const CANNOT_TEST: ReadonlySet<number> = new Set([400, 404, 426]);

/** The markup that Zalo is to read in a text. */
export type ParseMode = "markdown";

/** The Bot API as one account sees it. All calls throw or report errors that name the account and no secret. */
export interface BotApi {
  /** Who the token belongs to. */
  getMe(signal: AbortSignal, deadlineMs?: number): Promise<BotIdentity>;
  /** The registered webhook's URL, or undefined when there is none. */
  getWebhookUrl(signal: AbortSignal): Promise<string | undefined>;
  /**
   * Has Zalo send every event to this address instead of handing it to polls. Zalo tries the address at once and
   * keeps it however that ends: the answer is what it found, or undefined when it does not say.
   */
  setWebhook(url: string, secret: string, signal: AbortSignal): Promise<Verification | undefined>;
  /** Takes the registered webhook away, whoever registered it; does nothing when there is none. */
  deleteWebhook(signal: AbortSignal): Promise<void>;
  /** Has Zalo try the registered webhook; undefined when it does not, because of its daily limit or for good. */
  testWebhook(signal: AbortSignal, deadlineMs?: number): Promise<Verification | undefined>;
  /** One long poll that the server holds open for `waitSeconds`. */
  getUpdates(waitSeconds: number, signal: AbortSignal): Promise<CallResult>;
  /** One message of 1 to 2000 UTF-16 units, shown as it stands unless a parse mode is given. Never throws. */
  sendText(chatId: string, text: string, signal: AbortSignal, parseMode?: ParseMode): Promise<Delivery>;
  /** A photo that Zalo's servers fetch from an http(s) address, with a caption of 1 to 2000 UTF-16 units. Never throws. */
  sendPhoto(chatId: string, url: string, caption: string | undefined, signal: AbortSignal): Promise<Delivery>;
  /** A voice message by its address, which ends with `.aac`. Zalo drops those to groups unseen. Never throws. */
  sendVoice(chatId: string, url: string, signal: AbortSignal): Promise<Delivery>;
  /** A sticker by its id on stickers.zaloapp.com. Never throws. */
  sendSticker(chatId: string, stickerId: string, signal: AbortSignal): Promise<Delivery>;
  /** Shows "typing" in the chat until Zalo lets it fade. */
  sendTyping(chatId: string, signal: AbortSignal): Promise<void>;
}

/** Told of every call and what it came to. */
export type CallObserver = (method: string, answer: CallResult) => void;

export function botApi(accountId: string, transport: Transport, observe: CallObserver = () => {}): BotApi {
  const call = async (
    method: string,
    params: object,
    signal: AbortSignal,
    deadlineMs = CALL_DEADLINE_MS,
  ): Promise<CallResult> => {
    const answer = readExchange(method, accountId, await transport(method, params, { signal, deadlineMs }));
    observe(method, answer);
    return answer;
  };

  const misread = (method: string) =>
    new ChannelError(
      "bad-response",
      `Zalo account "${accountId}": ${method} got an answer of unknown form.`,
      {
        fix: "Check ZALO_API_URL; if it is not set, this may be a change on Zalo's side.",
      },
    );

  const deliver = async (
    method: string,
    params: object,
    signal: AbortSignal,
    deadlineMs?: number,
  ): Promise<Delivery> => {
    const answer = await call(method, params, signal, deadlineMs);
    if (!answer.ok) return { kind: answer.certain ? "not-sent" : "unknown", error: answer.error };
    const sent = SentMessage.safeParse(answer.result);
    return sent.success
      ? { kind: "sent", messageId: sent.data.message_id }
      : { kind: "unknown", error: misread(method) };
  };

  return {
    async getMe(signal, deadlineMs) {
      const answer = await call("getMe", {}, signal, deadlineMs);
      if (!answer.ok) throw answer.error;
      const identity = BotIdentity.safeParse(answer.result);
      if (!identity.success) throw misread("getMe");
      return identity.data;
    },

    async getWebhookUrl(signal) {
      const answer = await call("getWebhookInfo", {}, signal);
      if (!answer.ok) {
        if (answer.errorCode === 404) return undefined;
        throw answer.error;
      }
      const info = WebhookInfo.safeParse(answer.result ?? {});
      if (!info.success) throw misread("getWebhookInfo");
      return info.data.url || undefined;
    },

    async setWebhook(url, secret, signal) {
      const answer = await call("setWebhook", { url, secret_token: secret }, signal);
      if (!answer.ok) throw answer.error;
      return verification(WebhookSet.safeParse(answer.result).data?.verification);
    },

    async deleteWebhook(signal) {
      const answer = await call("deleteWebhook", {}, signal);
      if (!answer.ok && answer.errorCode !== 404) throw answer.error;
    },

    async testWebhook(signal, deadlineMs) {
      const answer = await call("testWebhook", {}, signal, deadlineMs);
      if (answer.ok) return verification(answer.result);
      if (answer.errorCode !== undefined && CANNOT_TEST.has(answer.errorCode)) return undefined;
      throw answer.error;
    },

    getUpdates: (waitSeconds, signal) =>
      // The parameter table says string although the sample shows a number.
      call("getUpdates", { timeout: String(waitSeconds) }, signal, waitSeconds * 1_000 + POLL_SLACK_MS),

    sendText(chatId, text, signal, parseMode) {
      const params = { chat_id: chatId, text, ...(parseMode === undefined ? {} : { parse_mode: parseMode }) };
      return deliver("sendMessage", params, signal);
    },

    sendPhoto(chatId, url, caption, signal) {
      const params = { chat_id: chatId, photo: url, ...(caption === undefined ? {} : { caption }) };
      return deliver("sendPhoto", params, signal, PHOTO_DEADLINE_MS);
    },

    sendVoice: (chatId, url, signal) => deliver("sendVoice", { chat_id: chatId, voice_url: url }, signal),

    sendSticker: (chatId, stickerId, signal) =>
      deliver("sendSticker", { chat_id: chatId, sticker: stickerId }, signal),

    async sendTyping(chatId, signal) {
      const params = { chat_id: chatId, action: "typing" };
      const answer = await call("sendChatAction", params, signal, TYPING_DEADLINE_MS);
      if (!answer.ok) throw answer.error;
    },
  };
}

/** What a trial of the webhook came to, if the answer has a form that we know. */
const verification = (found: unknown): Verification | undefined => Verification.safeParse(found).data;
