import { displayName } from "channel-kit/envelope/display-name";
import type { Quote } from "channel-kit/envelope/envelope";
import { messageId, userId } from "channel-kit/envelope/ids";
import { attachmentPlaceholder } from "channel-kit/envelope/placeholder";
import type { WireQuote } from "../session/port.ts";
import { objectIn } from "./json-parts.ts";
import { readContent } from "./read-content.ts";

/** Zalo's numbers for kinds of quoted messages (zca-js 2.2.0, `qmsgType`). */
const KINDS: Readonly<Record<string, string>> = {
  "1": "webchat",
  "31": "chat.voice",
  "32": "chat.photo",
  "36": "chat.sticker",
  "37": "chat.doodle",
  "38": "chat.link",
  "43": "chat.location.new",
  "44": "chat.video.msg",
  "46": "share.file",
  "49": "chat.gif",
};

/** On the wire the account itself may also be called so. */
const SELF = "0";

/** The message that is answered; undefined when Zalo does not say which. What is not words is named as placeholders are. */
export function readQuote(quote: WireQuote | undefined, ownId: string): Quote | undefined {
  if (quote === undefined || quote.globalMsgId === "") return undefined;
  const fromSelf = quote.ownerId === ownId || quote.ownerId === SELF;
  const senderName = displayName(quote.fromD);
  const text = textOfQuoted(quote);
  return {
    messageId: messageId(quote.globalMsgId),
    fromSelf,
    ...(quote.ownerId === "" ? {} : { senderId: userId(fromSelf ? ownId : quote.ownerId) }),
    ...(senderName === undefined ? {} : { senderName }),
    ...(text === "" ? {} : { text }),
  };
}

function textOfQuoted({ msg, attach, cliMsgType }: WireQuote): string {
  const said = msg.trim();
  const content = objectIn(attach);
  const msgType = KINDS[cliMsgType];
  if (content === undefined || msgType === undefined || msgType === "webchat") return said;
  const { text, attachments } = readContent({ msgType, content });
  const named = attachments.map(attachmentPlaceholder);
  return [said === "" ? text : said, ...named].filter((part) => part !== "").join("\n");
}
