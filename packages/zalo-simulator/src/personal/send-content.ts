import type { Conversation, Mention } from "../world/conversation.ts";
import type { PersonalContent } from "../world/personal-content.ts";
import { type CallResult, Refused, type WebCall } from "./web-call.ts";

/** The longest text or caption, in UTF-16 units. Zalo's own limit is not measured; this is what clients keep to. */
const LONGEST_TEXT = 2000;

/** Refuses words that are too long for one message. */
export function checkLength(words: string): void {
  if (words.length > LONGEST_TEXT) throw new Refused(118, "Nội dung quá dài");
}

/** What every call that sends something has. */
export interface Sending {
  clientId: string;
  ttl: number;
}

/** Puts something into a conversation as its writer's client asked, and answers with its number. */
export function sendContent(
  { owner, params, parts }: WebCall<Sending>,
  conversation: Conversation,
  content: PersonalContent,
  {
    mentions = [],
    numberAs = "number",
  }: { mentions?: readonly Mention[]; numberAs?: "number" | "text" } = {},
): CallResult {
  const { clientId: cliMsgId, ttl } = params;
  const { msgId } = parts.world.say(owner, { from: owner, conversation, content, mentions, cliMsgId, ttl });
  // Some calls answer with a number and some with text; zca-js says so too.
  return { data: { msgId: numberAs === "number" ? Number(msgId) : msgId } };
}
