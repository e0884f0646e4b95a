import type { PersonalMessage } from "../../world/conversation.ts";
import type { Person } from "../../world/person.ts";
import type { SocketEvent } from "../socket/event.ts";

/** Commands of receipts, by the kind of conversation. */
const DIRECT_RECEIPTS = 502;
const GROUP_RECEIPTS = 522;

/** Somebody's device has messages, or its owner has looked at them. All are of one conversation. */
export function receiptsEvent(
  by: Person,
  as: "delivered" | "seen",
  messages: readonly PersonalMessage[],
): SocketEvent {
  const first = messages[0];
  if (first?.conversation.kind === "group") {
    const groupId = first.conversation.id;
    const list =
      as === "delivered"
        ? messages.map((message) => ({ ...delivered(message, by), groupId }))
        : messages.map(({ msgId }) => ({ msgId, groupId, seenUids: [by.uid] }));
    return { cmd: GROUP_RECEIPTS, data: { [as === "delivered" ? "delivereds" : "groupSeens"]: list } };
  }
  const list =
    as === "delivered"
      ? messages.map((message) => delivered(message, by))
      : messages.map(({ msgId }) => ({ idTo: by.uid, msgId, realMsgId: msgId }));
  return { cmd: DIRECT_RECEIPTS, data: { [as === "delivered" ? "delivereds" : "seens"]: list } };
}

const delivered = ({ msgId }: PersonalMessage, by: Person) => ({
  msgId,
  seen: 0,
  deliveredUids: [by.uid],
  seenUids: [],
  realMsgId: msgId,
  mSTs: Date.now(),
});
