import type { Part } from "../album/album.ts";
import type { Attachment } from "../envelope/envelope.ts";
import { chatId, messageId, userId } from "../envelope/ids.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

export interface MessageSketch {
  from?: string;
  text?: string;
  attachments?: readonly Attachment[];
  /** When it was sent and when it reached us, in milliseconds after noon. */
  sentMs?: number;
  receivedMs?: number;
}

/** A message of Alice's in a group, unless the story says otherwise. */
export function message(eventId: string, sketch: MessageSketch = {}): Part {
  const { from = "alice", text = "", attachments = [], sentMs = 0, receivedMs = sentMs } = sketch;
  return {
    eventId,
    receivedAt: NOON + receivedMs,
    envelope: {
      accountId: "shop",
      messageId: messageId(eventId),
      chat: { id: chatId("chợ"), kind: "group" },
      sender: { id: userId(from) },
      text,
      sentAt: NOON + sentMs,
      mentionsSelf: true,
      attachments,
    },
  };
}

/** A message that is one picture. */
export function picture(name: string, sketch: MessageSketch = {}): Part {
  return message(name, { attachments: [{ kind: "image", url: `https://zdn/${name}.jpg` }], ...sketch });
}
