import type { OutgoingText } from "channel-kit/answer/answer-record";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { Session, Thread, WireMessage } from "../session/port.ts";

export interface TextSender {
  session: Pick<Session, "sendText">;
  accountId: string;
  /** A message of the chat as Zalo has it, to be quoted; undefined when it is not known any more. */
  quoted(thread: Thread, messageId: string): Promise<WireMessage | undefined>;
  /** Accounts of which it has been said that Zalo refused styled text. */
  refusedStyles: Set<string>;
  warn(message: string): void;
}

/**
 * Sends one message. When Zalo refuses it with styles, mentions or a quote, the same words go out bare; the refusal
 * is certain, so that nothing can arrive twice. Never throws.
 */
export async function sendText(
  sender: TextSender,
  thread: Thread,
  { text, plain = text, styles = [], mentions = [], quotes }: OutgoingText,
  signal: AbortSignal,
): Promise<Delivery> {
  const { session, accountId, refusedStyles } = sender;
  const quote = quotes === undefined ? undefined : await sender.quoted(thread, quotes);
  const bare = () => session.sendText(thread, { text: plain, styles: [], mentions: [] }, signal);
  if (styles.length === 0 && mentions.length === 0 && quote === undefined) return await bare();
  const message = { text, styles, mentions, ...(quote === undefined ? {} : { quote }) };
  const delivery = await session.sendText(thread, message, signal);
  if (delivery.kind !== "not-sent" || delivery.error.code !== "rejected") return delivery;
  const second = await bare();
  // A person who may not be written to refuses both, and that says nothing about the form.
  if (second.kind !== "not-sent" && !refusedStyles.has(accountId)) {
    refusedStyles.add(accountId);
    sender.warn(
      `account "${accountId}": Zalo refused a message with styles, a mention or a quote, so it went out without them. ${delivery.error.message}`,
    );
  }
  return second;
}
