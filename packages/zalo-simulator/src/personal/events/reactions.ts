import type { PersonalMessage } from "../../world/conversation.ts";
import type { Person } from "../../world/person.ts";
import type { SocketEvent } from "../socket/event.ts";
import type { WebSwitches } from "../switches.ts";

/** A reaction on its way: `actionId` is its own number. */
export interface SentReaction {
  actionId: string;
  by: Person;
  message: PersonalMessage;
  icon: string;
  rType: number;
  at: number;
}

/** Somebody reacted. Clients need both lists, though only one of them has something in it. */
export function reactionEvent(
  reaction: SentReaction,
  viewer: Person,
  { reactionLists }: Pick<WebSwitches, "reactionLists">,
): SocketEvent {
  const list = [toWireReaction(reaction, viewer)];
  const isGroup = reaction.message.conversation.kind === "group";
  const full = isGroup ? { reacts: [], reactGroups: list } : { reacts: list, reactGroups: [] };
  const own = isGroup ? { reactGroups: list } : { reacts: list };
  return { cmd: 612, data: reactionLists === "both" ? full : own };
}

/** Commands of the requests for old reactions and of their answers, which carry the same numbers. */
export const OLD_DIRECT_REACTIONS = 610;
export const OLD_GROUP_REACTIONS = 611;

/** An answer to a request for old reactions. */
export const oldReactionsEvent = (
  reactions: readonly SentReaction[],
  cmd: number,
  viewer: Person,
): SocketEvent => ({
  cmd,
  subCmd: 1,
  data: {
    [cmd === OLD_GROUP_REACTIONS ? "reactGroups" : "reacts"]: reactions.map((reaction) =>
      toWireReaction(reaction, viewer),
    ),
  },
});

/** A reaction as this person's client gets it; its own account is "0" there. */
function toWireReaction({ actionId, by, message, icon, rType, at }: SentReaction, viewer: Person): object {
  const { conversation } = message;
  const isOwn = by.uid === viewer.uid;
  const peer = conversation.peerOf(viewer.uid);
  return {
    actionId,
    msgId: actionId,
    cliMsgId: String(at),
    msgType: "chat.reaction",
    uidFrom: isOwn ? "0" : by.uid,
    idTo: conversation.kind === "group" ? conversation.id : isOwn && peer !== undefined ? peer.uid : "0",
    dName: by.name,
    content: JSON.stringify({
      rMsg: [{ gMsgID: message.msgId, cMsgID: message.cliMsgId, msgType: 1 }],
      rIcon: icon,
      rType,
      source: 6,
    }),
    ts: String(at),
    ttl: 0,
  };
}
