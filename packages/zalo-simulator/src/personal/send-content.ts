import type { Conversation, Mention, PersonalMessage } from "../world/conversation.ts";
import type { Draft } from "../world/correspondence.ts";
import type { PersonalContent } from "../world/personal-content.ts";
import { type CallResult, Refused, type WebCall } from "./web-call.ts";

/** The longest text or caption, in UTF-16 units. Zalo's own limit is not measured; this is what clients keep to. */
const LONGEST_TEXT = 2000;

/** Refuses words that are too long for one message. */
export function checkLength(words: string): void {
  if (words.length > LONGEST_TEXT) throw new Refused(118, "Nội dung quá dài");
}

/** Puts a message into its conversation, unless the account has sent too much lately. */
export function post(
  { owner, parts }: Pick<WebCall<unknown>, "owner" | "parts">,
  draft: Draft,
): PersonalMessage {
  const { world } = parts;
  const { conversation } = draft;
  const peer = world.personByUid(conversation.peerOf(owner.uid)?.uid ?? "");
  const isStranger =
    peer !== undefined && !world.areFriends(owner, peer) && conversation.from(peer).length === 0;
  const code = parts.limits.take(owner, { conversation, isStranger }, parts.switchesOf(owner));
  if (code === -69) throw new Refused(code, "Retry limit");
  if (code === 123) throw new Refused(code, "Không thể nhận tin nhắn từ bạn");
  return world.say(owner, draft);
}

/** What every call that sends something has. */
export interface Sending {
  clientId: string;
  ttl: number;
}

/** Puts something into a conversation as its writer's client asked, and answers with its number. */
export function sendContent(
  call: WebCall<Sending>,
  conversation: Conversation,
  content: PersonalContent,
  {
    mentions = [],
    numberAs = "number",
  }: { mentions?: readonly Mention[]; numberAs?: "number" | "text" } = {},
): CallResult {
  const { clientId: cliMsgId, ttl } = call.params;
  const { msgId } = post(call, { from: call.owner, conversation, content, mentions, cliMsgId, ttl });
  // Some calls answer with a number and some with text; zca-js says so too.
  return { data: { msgId: numberAs === "number" ? Number(msgId) : msgId } };
}
