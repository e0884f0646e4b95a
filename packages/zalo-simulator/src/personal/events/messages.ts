import type { PersonalMessage } from "../../world/conversation.ts";
import type { Person } from "../../world/person.ts";
import type { SocketEvent } from "../socket/event.ts";
import type { WebSwitches } from "../switches.ts";
import { toWireMessage } from "../wire-message.ts";

/** Command of group messages; direct ones come as `directCommand` says. */
const GROUP_MESSAGES = 521;

/** Messages of one kind, direct or group, as one event for this person. */
export function messagesEvent(
  messages: readonly PersonalMessage[],
  kind: "direct" | "group",
  about: { viewer: Person; switches: WebSwitches },
): SocketEvent {
  const list = messages.map((message) => toWireMessage(message, about));
  const common = { lastActionId: messages.at(-1)?.msgId ?? "0", more: 0 };
  return {
    cmd: kind === "group" ? GROUP_MESSAGES : about.switches.directCommand,
    data: kind === "group" ? { groupMsgs: list, ...common } : { msgs: list, ...common },
    msgIds: messages.map(({ msgId }) => msgId),
  };
}
