import type { PersonalMessage } from "../../world/conversation.ts";
import type { Person } from "../../world/person.ts";
import type { SocketEvent } from "../socket/event.ts";
import type { WebSwitches } from "../switches.ts";
import { toWireMessage } from "../wire-message.ts";

/** Commands of the requests for old messages and of their answers, which carry the same numbers. */
export const OLD_DIRECT = 510;
export const OLD_GROUP = 511;

/** An answer to a request for old messages. */
export function oldMessagesEvent(
  { messages, more, cmd }: { messages: readonly PersonalMessage[]; more: boolean; cmd: number },
  about: { viewer: Person; switches: WebSwitches },
): SocketEvent {
  const list = messages.map((message) => toWireMessage(message, about));
  return {
    cmd,
    subCmd: 1,
    data: { [cmd === OLD_GROUP ? "groupMsgs" : "msgs"]: list, more: more ? 1 : 0 },
    msgIds: messages.map(({ msgId }) => msgId),
  };
}
