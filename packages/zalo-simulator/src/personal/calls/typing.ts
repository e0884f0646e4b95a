import { z } from "zod";
import { groupOf, personOf } from "../recipient.ts";
import { defineCall, Id } from "../web-call.ts";

/** The owner is writing to a person. */
export const messageTyping = defineCall({
  service: "chat",
  path: "/api/message/typing",
  params: z.looseObject({ toid: Id }),
  run: ({ owner, params, parts }) => {
    parts.world.type(owner, personOf(parts.world, params.toid));
    return { data: { status: 0 } };
  },
});

/** The owner is writing in a group. */
export const groupTyping = defineCall({
  service: "group",
  path: "/api/group/typing",
  params: z.looseObject({ grid: Id }),
  run: (call) => {
    call.parts.world.type(call.owner, groupOf(call, call.params.grid));
    return { data: { status: 0 } };
  },
});
