import { displayName } from "channel-kit/envelope/display-name";
import type { Attachment, Envelope } from "channel-kit/envelope/envelope";
import { chatId, messageId, userId } from "channel-kit/envelope/ids";
import type { Normalized } from "channel-kit/host/account-inbox";
import { type Message, Update } from "../bot-api/wire.ts";

/** Kinds that are somebody's message; of what an event of another kind without words wants, nobody knows. */
const MESSAGE = /^message\./;
/** Dates below this are seconds: as milliseconds they would lie in January 1970 to 2001. */
const MILLISECONDS_FROM = 1_000_000_000_000;

/** Turns what Zalo hands over into an envelope: the last place that knows the wire. Never throws. */
export function normalize(raw: unknown, accountId: string, receivedAt: number): Normalized {
  const update = Update.safeParse(raw);
  if (!update.success) return { kind: "ignored", why: "not an event with a message" };
  const { event_name: eventName, message } = update.data;
  if (message.from.is_bot === true) return { kind: "ignored", why: "sent by a bot" };
  const attachments = attachmentsOf(message);
  const name = displayName(message.from.display_name ?? "");
  const envelope: Envelope = {
    accountId,
    messageId: messageId(message.message_id),
    chat: {
      id: chatId(message.chat.id),
      kind: message.chat.chat_type?.toUpperCase() === "GROUP" ? "group" : "direct",
    },
    sender: {
      id: userId(message.from.id),
      ...(name === undefined ? {} : { name }),
    },
    text: (message.text ?? message.caption ?? "").trim(),
    sentAt: sentAt(message.date, receivedAt),
    // Zalo hands over a group message only when it mentions the bot or answers it, and does not say which. A
    // mention cannot be looked for instead: an answer to the bot carries none.
    mentionsSelf: true,
    attachments,
  };
  if (envelope.text !== "" || attachments.length > 0) return { kind: "message", envelope };
  return MESSAGE.test(eventName)
    ? { kind: "unsupported", envelope }
    : { kind: "ignored", why: "an event of an unknown kind without words" };
}

/** Documents say `photo`, the live API sends `photo_url`; a sticker has an id and sometimes an image. */
function attachmentsOf(message: Message): Attachment[] {
  const attachments: Attachment[] = [];
  const photo = message.photo_url ?? message.photo;
  if (photo !== undefined) attachments.push({ kind: "image", url: photo });
  if (message.voice_url !== undefined) attachments.push({ kind: "voice", url: message.voice_url });
  if (message.sticker !== undefined) {
    attachments.push({
      kind: "sticker",
      name: message.sticker,
      ...(message.url === undefined ? {} : { url: message.url }),
    });
  }
  return attachments;
}

function sentAt(date: number | undefined, receivedAt: number): number {
  if (date === undefined || !Number.isFinite(date) || date <= 0) return receivedAt;
  return date < MILLISECONDS_FROM ? date * 1_000 : date;
}

/** What Zalo calls an event of this kind; whatever stands there. */
export function eventName(raw: unknown): unknown {
  return typeof raw === "object" && raw !== null ? (raw as { event_name?: unknown }).event_name : undefined;
}

/** The key under which an update is stored: the same message handed over twice has the same key. */
export function eventKey(raw: unknown): { eventId: string; chatId: string; text: string } | undefined {
  const update = Update.safeParse(raw);
  if (!update.success) return undefined;
  const { message } = update.data;
  return {
    eventId: `${message.chat.id}:${message.message_id}`,
    chatId: message.chat.id,
    text: message.text ?? "",
  };
}
