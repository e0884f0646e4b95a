import type { OutgoingText } from "channel-kit/answer/answer-record";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { BotApi } from "../bot-api/methods.ts";

export interface MessageSender {
  api: Pick<BotApi, "sendText">;
  accountId: string;
  /** Accounts of which it has been said that Zalo refused formatted text. */
  refusedFormat: Set<string>;
  warn(message: string): void;
}

/**
 * Sends one message. When Zalo refuses the formatted text, the same text goes out plain; the refusal is certain,
 * so that nothing can arrive twice. Never throws.
 */
export async function sendMessage(
  sender: MessageSender,
  chatId: string,
  { text, plain }: OutgoingText,
  signal: AbortSignal,
): Promise<Delivery> {
  const { api, accountId, refusedFormat } = sender;
  if (plain === undefined) return await api.sendText(chatId, text, signal);
  const formatted = await api.sendText(chatId, text, signal, "markdown");
  if (formatted.kind !== "not-sent" || formatted.error.code !== "rejected") return formatted;
  const delivery = await api.sendText(chatId, plain, signal);
  // A chat that Zalo does not know refuses both, and says nothing about the format.
  if (delivery.kind !== "not-sent" && !refusedFormat.has(accountId)) {
    refusedFormat.add(accountId);
    sender.warn(
      `account "${accountId}": formatted text was refused, so the message went out plain. ${formatted.error.message} If this goes on, set format to "plain".`,
    );
  }
  return delivery;
}
