import { displayName } from "channel-kit/envelope/display-name";
import type { Envelope } from "channel-kit/envelope/envelope";
import { chatId, messageId, userId } from "channel-kit/envelope/ids";
import type { Normalized } from "channel-kit/host/account-inbox";
import { laneOf } from "channel-kit/host/lane";
import { formatTarget } from "../ids.ts";
import type { SessionEvent, Thread } from "../session/port.ts";
import { objectIn } from "./json-parts.ts";
import { readContent } from "./read-content.ts";
import { readMentions } from "./read-mentions.ts";
import { readQuote } from "./read-quote.ts";

export type MessageEvent = Extract<SessionEvent, { kind: "message" }>;

export interface NormalizeContext {
  accountId: string;
  /** The account's own user id. */
  ownId: string;
  /** What a group is called; undefined when that is not known. */
  groupName(groupId: string): string | undefined;
}

/** Turns a message of Zalo's into an envelope: the last place that knows the wire. Never throws. */
export function normalize(
  { thread, isSelf, message }: MessageEvent,
  receivedAt: number,
  { accountId, ownId, groupName }: NormalizeContext,
): Normalized {
  if (isSelf) return { kind: "ignored", why: "written by the account itself" };
  const content = readContent(message);
  const { text, mentionsSelf } = readMentions(content.text, message.mentions, ownId);
  const quote = readQuote(message.quote, ownId);
  const name = displayName(message.dName);
  const title = thread.kind === "group" ? displayName(groupName(thread.id) ?? "") : undefined;
  const envelope: Envelope = {
    accountId,
    messageId: messageId(message.msgId),
    chat: {
      id: chatId(thread.id),
      kind: thread.kind,
      target: formatTarget(thread),
      ...(title === undefined ? {} : { title }),
    },
    sender: { id: userId(message.uidFrom), ...(name === undefined ? {} : { name }) },
    text: text.trim(),
    sentAt: sentAt(message.ts, receivedAt),
    mentionsSelf: mentionsSelf || quote?.fromSelf === true,
    attachments: content.attachments,
    ...(quote === undefined ? {} : { quote }),
  };
  const isEmpty = envelope.text === "" && envelope.attachments.length === 0;
  // Nothing but the account's mention calls it all the same.
  return { kind: isEmpty && content.text === "" ? "unsupported" : "message", envelope };
}

/** Under what a message is stored: the same one handed over twice has the same key, live or old. */
export const eventIdOf = (thread: Thread, msgId: string): string => `${thread.kind}:${thread.id}:${msgId}`;

/** The message event that was written down; undefined when it is none. */
export function storedMessage(raw: unknown): MessageEvent | undefined {
  const event = raw as Partial<MessageEvent> | null;
  if (typeof event !== "object" || event?.kind !== "message") return undefined;
  const { thread, message } = event;
  return thread === undefined || !message?.msgId || !message.uidFrom ? undefined : (event as MessageEvent);
}

/** How an event is stored, and which others it waits for; null for what is no message. */
export function inspect(raw: unknown): { eventId: string; laneKey: string } | null {
  const event = storedMessage(raw);
  if (event === undefined) return null;
  const { content, msgId } = event.message;
  const text = typeof content === "string" && objectIn(content) === undefined ? content : "";
  return { eventId: eventIdOf(event.thread, msgId), laneKey: laneOf(formatTarget(event.thread), text) };
}

function sentAt(ts: string, receivedAt: number): number {
  const at = Number(ts);
  return Number.isFinite(at) && at > 0 ? at : receivedAt;
}
