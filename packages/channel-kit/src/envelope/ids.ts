declare const brand: unique symbol;
type Opaque<Name extends string> = string & { readonly [brand]: Name };

/** A person on the platform. Opaque: compared, stored and sent back, never taken apart. */
export type UserId = Opaque<"UserId">;
/** A place where messages are exchanged: a group, or a person's direct chat. */
export type ChatId = Opaque<"ChatId">;
/** One message on the platform. */
export type MessageId = Opaque<"MessageId">;

/**
 * Makers for ids that come from the platform's own wire. They check nothing but emptiness, because the
 * form of an id is the platform's business.
 */
export const userId = (raw: string): UserId => nonEmpty(raw, "user id") as UserId;
export const chatId = (raw: string): ChatId => nonEmpty(raw, "chat id") as ChatId;
export const messageId = (raw: string): MessageId => nonEmpty(raw, "message id") as MessageId;

function nonEmpty(raw: string, what: string): string {
  if (raw === "") throw new RangeError(`Empty ${what}.`);
  return raw;
}
