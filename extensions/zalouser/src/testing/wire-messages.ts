import type { SessionEvent, Thread, WireMessage } from "../session/port.ts";

const OWN_ID = "100000000000000001";
const LAN_ID = "200000000000000002";
const GROUP_ID = "300000000000000003";

/** The account itself, a friend's chat and a group, as tests know them. */
export const OWN = OWN_ID;
export const LAN: Thread = { kind: "direct", id: LAN_ID };
export const FLOWERS: Thread = { kind: "group", id: GROUP_ID };

let lastId = 6_000_000_000_000;

/** A message as Zalo's web protocol has it; a text of Lan's unless something else is said. */
export function wireMessage(over: Partial<WireMessage> = {}): WireMessage {
  lastId += 1;
  return {
    msgId: String(lastId),
    cliMsgId: String(lastId + 1_000_000),
    msgType: "webchat",
    uidFrom: LAN_ID,
    idTo: OWN_ID,
    dName: "Chị Lan",
    ts: String(1_767_225_600_000 + (lastId % 1_000_000)),
    content: "xin chào",
    ...over,
  };
}

/** The event that brings a message: to Lan's chat, or to a group. */
export function messageEvent(
  over: Partial<WireMessage> = {},
  thread: Thread = LAN,
): Extract<SessionEvent, { kind: "message" }> {
  const message = wireMessage({ ...(thread.kind === "group" ? { idTo: thread.id } : {}), ...over });
  return { kind: "message", thread, isSelf: message.uidFrom === OWN_ID, message };
}

/** Somebody whom the account is in a direct chat with puts a heart on a message there. */
export function reactionEvent(
  by: string,
  { message }: ReturnType<typeof messageEvent>,
): Extract<SessionEvent, { kind: "reaction" }> {
  const { msgId: messageId, cliMsgId: clientMessageId } = message;
  return {
    kind: "reaction",
    thread: { kind: "direct", id: by },
    isSelf: false,
    by,
    name: "Chị Lan",
    icon: "/-heart",
    to: { messageId, clientMessageId },
    at: "1",
  };
}
