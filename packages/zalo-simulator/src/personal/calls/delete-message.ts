import { z } from "zod";
import { definePair } from "../define-pair.ts";
import { messageIn } from "../recipient.ts";
import { Id, invalidParams, type SessionCall } from "../web-call.ts";

/** Removes messages for the account alone, or, in a group it runs, what others wrote for everybody. */
export const deleteMessage: readonly SessionCall[] = definePair({
  direct: { service: "chat", path: "/api/message/delete", to: "toid" },
  group: { service: "group", path: "/api/group/deletemsg" },
  params: z.object({
    msgs: z.array(z.looseObject({ cliMsgId: Id, globalMsgId: Id, ownerId: Id })).min(1),
    onlyMe: z.literal([0, 1]),
  }),
  run: (call, conversation) => {
    const { owner, params, parts } = call;
    const forEveryone = params.onlyMe === 0;
    const group = parts.world.groupByWebId(conversation.id);
    for (const { globalMsgId, cliMsgId, ownerId } of params.msgs) {
      const message = messageIn(call, conversation, globalMsgId);
      const isThat = message.cliMsgId === cliMsgId && message.from.uid === ownerId;
      const mayDo = !forEveryone || (ownerId !== owner.uid && group?.isRunBy(owner) === true);
      if (!isThat || !mayDo) throw invalidParams();
    }
    for (const { globalMsgId } of params.msgs) {
      parts.world.responses.hide(owner, globalMsgId, forEveryone);
    }
    return { data: { status: 0 } };
  },
});
