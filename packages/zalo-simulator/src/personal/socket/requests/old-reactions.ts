import { OLD_GROUP_REACTIONS, oldReactionsEvent } from "../../events/reactions.ts";
import type { SocketRequest } from "../requests.ts";

/** Sends the latest reactions. */
export const oldReactions: SocketRequest = ({ socket, frame, switches, herald }) => {
  const { person } = socket.session;
  const kind = frame.cmd === OLD_GROUP_REACTIONS ? "group" : "direct";
  const reactions = herald.oldReactions(person, kind).slice(-switches.oldMessagesLimit);
  socket.send(oldReactionsEvent(reactions, frame.cmd, person));
};
