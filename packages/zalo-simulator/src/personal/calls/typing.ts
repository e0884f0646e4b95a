import { z } from "zod";
import { groupOf, personOf } from "../recipient.ts";
import { defineCall, Id } from "../web-call.ts";

/** The owner is writing to a person. */
export const messageTyping = defineCall({
  service: "chat",
  path: "/api/message/typing",
  params: z.looseObject({ toid: Id }),
  run: ({ owner, params, parts }) => {
    const to = personOf(parts.world, params.toid);
    parts.journal.add({ kind: "web-typing", fromUid: owner.uid, toKind: "direct", toId: to.uid });
    return { data: { status: 0 } };
  },
});

/** The owner is writing in a group. */
export const groupTyping = defineCall({
  service: "group",
  path: "/api/group/typing",
  params: z.looseObject({ grid: Id }),
  run: (call) => {
    const { webId } = groupOf(call, call.params.grid);
    call.parts.journal.add({ kind: "web-typing", fromUid: call.owner.uid, toKind: "group", toId: webId });
    return { data: { status: 0 } };
  },
});
