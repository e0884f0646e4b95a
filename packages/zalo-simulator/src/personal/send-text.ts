import { z } from "zod";
import type { Conversation, Quote } from "../world/conversation.ts";
import { quoteOf } from "../world/correspondence.ts";
import type { World } from "../world/world.ts";
import { readMentionInfo } from "./mention-info.ts";
import { checkLength, post } from "./send-content.ts";
import { readTextProperties } from "./text-properties.ts";
import { type CallResult, Count, Id, invalidParams, type WebCall } from "./web-call.ts";

/** What all calls that send a text have in common. */
export const textParams = {
  message: z.string(),
  clientId: Id,
  ttl: Count.default(0),
  textProperties: z.string().optional(),
};

/** What the calls that answer a message carry besides. */
export const quoteParams = {
  qmsgOwner: Id,
  qmsgId: Id,
  qmsgCliId: Id,
  qmsgType: Count,
  qmsgTs: Count,
  qmsg: z.string(),
  qmsgTTL: Count.optional(),
};

interface TextParams {
  message: string;
  clientId: string;
  ttl: number;
  textProperties?: string | undefined;
  mentionInfo?: string | undefined;
}

/** Puts a text into a conversation as its writer's client asked, and answers with its number. */
export function sendText(call: WebCall<TextParams>, conversation: Conversation, quote?: Quote): CallResult {
  const { owner, params } = call;
  const { message, clientId, ttl } = params;
  if (message === "") throw invalidParams();
  checkLength(message);
  const styles = [...readTextProperties(params.textProperties, message)];
  const sent = post(call, {
    from: owner,
    conversation,
    content: { kind: "text", text: message, ...(styles.length === 0 ? {} : { styles }) },
    mentions: readMentionInfo(params.mentionInfo, message, conversation.members),
    ...(quote === undefined ? {} : { quote }),
    cliMsgId: clientId,
    ttl,
  });
  return { data: { msgId: Number(sent.msgId) } };
}

type QuoteParams = z.infer<z.ZodObject<typeof quoteParams>>;

/** The message that a client says it answers: this world's own, if it is still known. */
export function readQuote(world: World, params: QuoteParams): Quote {
  const known = world.correspondence.message(params.qmsgId);
  if (known !== undefined && known.from.uid !== params.qmsgOwner) throw invalidParams();
  const said = {
    msgId: params.qmsgId,
    cliMsgId: params.qmsgCliId,
    ownerUid: params.qmsgOwner,
    at: params.qmsgTs,
    text: params.qmsg,
  };
  return known === undefined ? said : { ...quoteOf(known), ...said };
}
