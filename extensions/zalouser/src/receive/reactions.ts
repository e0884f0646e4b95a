import { displayName } from "channel-kit/envelope/display-name";
import type { Envelope } from "channel-kit/envelope/envelope";
import { chatId, messageId, userId } from "channel-kit/envelope/ids";
import { type TellAgentOptions, tellAgent } from "channel-kit/host/tell-agent";
import { formatTarget } from "../ids.ts";
import type { SessionEvent } from "../session/port.ts";
import type { MessageBook } from "./message-book.ts";

export type ReactionEvent = Extract<SessionEvent, { kind: "reaction" }>;

/** As much of the message that was reacted to as tells the agent which one it was, in UTF-16 units. */
const LONGEST_EXCERPT = 80;

/**
 * Tells the agent that somebody has reacted to a message of the account's. Reactions of strangers and to what others
 * have written are nothing to it. Answers whether it was told.
 */
export async function takeReaction(
  event: ReactionEvent,
  accountId: string,
  messages: Pick<MessageBook, "find">,
  telling: TellAgentOptions,
): Promise<boolean> {
  if (event.isSelf) return false;
  const known = await messages.find(event.to.messageId);
  if (known === undefined || !known.isOwn) return false;
  const key = `reaction:${event.to.messageId}:${event.by}`;
  return await tellAgent(telling, causeOf(event, accountId, key), textOf(event, known.message.content), key);
}

/** The reaction as the gate judges it: it addresses the account, because it is about a message of the account's. */
function causeOf({ thread, by, name, at }: ReactionEvent, accountId: string, key: string): Envelope {
  const shown = displayName(name);
  return {
    accountId,
    messageId: messageId(key),
    chat: { id: chatId(thread.id), kind: thread.kind, target: formatTarget(thread) },
    sender: { id: userId(by), ...(shown === undefined ? {} : { name: shown }) },
    text: "",
    sentAt: Number(at) || 0,
    mentionsSelf: true,
    attachments: [],
  };
}

function textOf({ name, by, icon, to }: ReactionEvent, content: unknown): string {
  const who = displayName(name) ?? by;
  const excerpt =
    typeof content === "string" ? content.replaceAll(/\s+/g, " ").slice(0, LONGEST_EXCERPT) : "";
  const which = excerpt === "" ? to.messageId : `${to.messageId} ("${excerpt.toWellFormed()}")`;
  const reaction = icon.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 20);
  return reaction === ""
    ? `${who} took back a reaction to your Zalo message ${which}.`
    : `${who} reacted with ${reaction} to your Zalo message ${which}.`;
}
