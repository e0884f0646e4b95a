import { z } from "zod";
import { definePair } from "../define-pair.ts";
import { sendContent } from "../send-content.ts";
import { Count, Id, type SessionCall } from "../web-call.ts";

/** A sticker; which ones there are is not checked. */
export const sendSticker: readonly SessionCall[] = definePair({
  direct: { service: "chat", path: "/api/message/sticker", to: "toid" },
  group: { service: "group", path: "/api/group/sticker" },
  params: z.object({
    stickerId: Count.min(1),
    cateId: Count.min(0),
    type: Count.min(1),
    clientId: Id,
    ttl: Count.default(0),
  }),
  run: (call, conversation) => {
    const { stickerId: id, cateId: categoryId, type } = call.params;
    return sendContent(call, conversation, { kind: "sticker", id, categoryId, type });
  },
});
