import { ALL_UID, type Mention, type PersonalMessage, type Quote } from "../world/conversation.ts";
import type { Person } from "../world/person.ts";
import { toWireContent } from "./contents.ts";
import type { WebSwitches } from "./switches.ts";

/** How the account itself is written in its own events. */
const SELF = "0";

/** A message as this person's client gets it. */
export function toWireMessage(
  message: PersonalMessage,
  { viewer, switches }: { viewer: Person; switches: Pick<WebSwitches, "contentAs"> },
): object {
  const { msgId, cliMsgId, at, from, conversation, ttl } = message;
  const { msgType, content, propertyExt } = toWireContent(message.content);
  const isOwn = from.uid === viewer.uid;
  const peer = conversation.peerOf(viewer.uid);
  return {
    actionId: msgId,
    msgId,
    cliMsgId,
    msgType,
    uidFrom: isOwn ? SELF : from.uid,
    idTo: conversation.kind === "group" ? conversation.id : isOwn && peer !== undefined ? peer.uid : SELF,
    dName: from.name,
    ts: String(at),
    status: 1,
    content:
      isOwnShape(message) && typeof content === "object" && switches.contentAs === "json-text"
        ? JSON.stringify(content)
        : content,
    notify: "1",
    ttl,
    userId: SELF,
    uin: SELF,
    topOut: "0",
    topOutTimeOut: "0",
    topOutImprTimeOut: "0",
    ...(propertyExt === undefined ? {} : { propertyExt }),
    paramsExt: { countUnread: 1, containType: 0, platformType: 1 },
    cmd: conversation.kind === "group" ? 521 : 501,
    st: 3,
    at: 0,
    realMsgId: "0",
    ...(message.quote === undefined ? {} : { quote: toWireQuote(message.quote, message) }),
    ...(message.mentions.length === 0 ? {} : { mentions: message.mentions.map(toWireMention) }),
  };
}

/** What a test gives raw stays as it is, and so does a recall. */
const isOwnShape = ({ content }: PersonalMessage): boolean => content.kind !== "raw";

const toWireMention = ({ uid, pos, len }: Mention) => ({ uid, pos, len, type: uid === ALL_UID ? 1 : 0 });

function toWireQuote(quote: Quote, { conversation }: PersonalMessage): object {
  const owner = conversation.members.find(({ uid }) => uid === quote.ownerUid);
  const wire = quote.content === undefined ? undefined : toWireContent(quote.content);
  return {
    ownerId: quote.ownerUid,
    cliMsgId: Number(quote.cliMsgId),
    globalMsgId: Number(quote.msgId),
    cliMsgType: wire?.quoteType ?? 1,
    ts: quote.at,
    msg: quote.text,
    attach: JSON.stringify(typeof wire?.content === "object" ? wire.content : (wire?.propertyExt ?? {})),
    fromD: owner?.name ?? "",
    ttl: 0,
  };
}
