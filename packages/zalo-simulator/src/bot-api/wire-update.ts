import type { PersonMessage } from "../world/chat.ts";
import type { Content } from "../world/content.ts";
import type { BotSwitches } from "./switches.ts";

/** One event as the Bot API puts it on the wire. */
export interface WireUpdate {
  event_name: string;
  message: Record<string, unknown>;
}

/** The event for a person's message: no mention list, no quoted message, nothing that Zalo does not tell. */
export function toWireUpdate(message: PersonMessage, switches: BotSwitches): WireUpdate {
  const { eventName, fields } = wireContent(message.content, switches);
  return {
    event_name: eventName,
    message: {
      from: { id: message.from.id, display_name: message.from.name, is_bot: message.from.isBot ?? false },
      chat: { id: message.chat.id, chat_type: message.chat.kind === "group" ? "GROUP" : "PRIVATE" },
      message_id: message.messageId,
      date: message.at,
      ...fields,
    },
  };
}

function wireContent(
  content: Content,
  switches: BotSwitches,
): { eventName: string; fields: Readonly<Record<string, unknown>> } {
  switch (content.kind) {
    case "text":
      return { eventName: "message.text.received", fields: { text: content.text } };
    case "image":
      return { eventName: "message.image.received", fields: imageFields(content, switches) };
    case "sticker":
      return {
        eventName: "message.sticker.received",
        fields: { sticker: content.id, ...(content.url === undefined ? {} : { url: content.url }) },
      };
    case "voice":
      return {
        eventName: "message.voice.received",
        fields: { voice_url: content.url, message_type: "CHAT_VOICE" },
      };
    case "unsupported":
      return { eventName: "message.unsupported.received", fields: {} };
    case "unknown":
      return { eventName: content.eventName, fields: content.fields };
    default:
      return content satisfies never;
  }
}

const imageFields = (content: { url: string; caption?: string | undefined }, switches: BotSwitches) => ({
  ...(switches.imageField === "photo" ? {} : { photo_url: content.url }),
  ...(switches.imageField === "photo_url" ? {} : { photo: content.url }),
  ...(content.caption === undefined ? {} : { caption: content.caption }),
  message_type: "CHAT_PHOTO",
});
