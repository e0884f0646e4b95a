import type { Conversation } from "../../world/conversation.ts";
import type { Person } from "../../world/person.ts";
import type { SocketEvent } from "../socket/event.ts";

/** Somebody is typing. The data of an action is JSON without its braces. */
export function typingEvent(by: Person, conversation: Conversation): SocketEvent {
  const isGroup = conversation.kind === "group";
  const data = {
    uid: by.uid,
    ts: String(Date.now()),
    isPC: 0,
    ...(isGroup ? { gid: conversation.id } : {}),
  };
  const action = {
    act_type: "typing",
    act: isGroup ? "gtyping" : "typing",
    data: JSON.stringify(data).slice(1, -1),
  };
  return { cmd: 602, data: { actions: [action] } };
}
