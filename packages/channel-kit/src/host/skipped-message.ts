import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type { Envelope } from "../envelope/envelope.ts";
import { attachmentPlaceholder } from "../envelope/placeholder.ts";
import { historyLimit } from "../history/history-limit.ts";
import type { SkippedMessage } from "../history/pending-history.ts";

/** What is kept of a group message that the agent is not asked about: nothing of it is downloaded. */
export function skippedMessage(eventId: string, envelope: Envelope): SkippedMessage {
  const { sender, text, attachments } = envelope;
  return {
    eventId,
    messageId: envelope.messageId,
    sender: sender.name === undefined ? sender.id : `${sender.name} (${sender.id})`,
    text: [text, ...attachments.map(attachmentPlaceholder)].filter((part) => part !== "").join("\n"),
    sentAt: envelope.sentAt,
  };
}

/** How many skipped messages an account keeps, under the gateway's present configuration. */
export function limitOf(cfg: OpenClawConfig, account: number | undefined): number {
  return historyLimit(account, cfg.messages?.groupChat?.historyLimit);
}
