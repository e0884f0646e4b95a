import type { Method } from "./method-call.ts";
import { getMe } from "./methods/get-me.ts";
import { getUpdates } from "./methods/get-updates.ts";
import { sendChatAction, sendMessage, sendPhoto, sendSticker, sendVoice } from "./methods/send.ts";
import { deleteWebhook, getWebhookInfo, setWebhook, testWebhook } from "./methods/webhook.ts";

/** Every method of the Bot API, by its case-sensitive name. What is not here does not exist: 404. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    getMe,
    getUpdates,
    sendMessage,
    sendPhoto,
    sendSticker,
    sendVoice,
    sendChatAction,
    setWebhook,
    deleteWebhook,
    getWebhookInfo,
    testWebhook,
  }),
);
