import { z } from "zod";
import { definePair } from "../define-pair.ts";
import { Id, invalidParams, type SessionCall } from "../web-call.ts";

/** Takes an own message back for everybody; doing so again is fine. */
export const undo: readonly SessionCall[] = definePair({
  direct: { service: "chat", path: "/api/message/undo", to: "toid" },
  group: { service: "group", path: "/api/group/undomsg" },
  params: z.object({ msgId: Id, cliMsgIdUndo: Id, clientId: Id }),
  run: ({ owner, params: { msgId, cliMsgIdUndo }, parts }, conversation) => {
    const message = parts.world.correspondence.message(msgId);
    const isOwn =
      message?.conversation === conversation &&
      message.from.uid === owner.uid &&
      message.cliMsgId === cliMsgIdUndo;
    if (!isOwn) throw invalidParams();
    parts.world.responses.recall(owner, msgId);
    return { data: { status: 0 } };
  },
});
