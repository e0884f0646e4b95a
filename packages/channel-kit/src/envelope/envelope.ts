import type { ChatId, MessageId, UserId } from "./ids.ts";

export type ChatKind = "direct" | "group";

export type AttachmentKind = "image" | "voice" | "video" | "file" | "sticker";

/** Something that came with the message and still lies on the platform's servers. */
export interface Attachment {
  kind: AttachmentKind;
  /** Where it can be downloaded; absent when the platform named a thing without an address. */
  url?: string;
  /** The platform's own name for it: a sticker id, a file name. */
  name?: string;
}

/** The message that this one answers. */
export interface Quote {
  messageId: MessageId;
  senderId?: UserId;
  senderName?: string;
  text?: string;
  /** True when the quoted message is the agent's own. */
  fromSelf: boolean;
}

/**
 * What every inbound message is once its platform's words have been left behind. Everything after
 * `normalize` knows only this.
 */
export interface Envelope {
  accountId: string;
  messageId: MessageId;
  chat: {
    id: ChatId;
    kind: ChatKind;
    title?: string;
    /** What messages to it are addressed to, on platforms where an id alone does not say which kind of chat it is. */
    target?: string;
  };
  sender: { id: UserId; name?: string };
  /** What the person wrote, without the mention of the bot itself; empty when the message is only an attachment. */
  text: string;
  /** When the platform says it was sent, in milliseconds since the Unix epoch. */
  sentAt: number;
  /** True when the message addresses the agent: a mention, `@All`, or a quote of one of its messages. */
  mentionsSelf: boolean;
  attachments: readonly Attachment[];
  quote?: Quote;
}
