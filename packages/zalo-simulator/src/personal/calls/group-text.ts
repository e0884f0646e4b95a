import { z } from "zod";
import { groupOf } from "../recipient.ts";
import { quoteParams, readQuote, sendText, textParams } from "../send-text.ts";
import { defineCall, Id } from "../web-call.ts";

const InGroup = z.looseObject({ ...textParams, grid: Id });
const mentionInfo = z.string().optional();

/** A text in a group, without mentions. */
export const groupSendMsg = defineCall({
  service: "group",
  path: "/api/group/sendmsg",
  params: InGroup,
  run: (call) => sendText(call, groupOf(call, call.params.grid).conversation),
});

/** A text in a group that mentions somebody. */
export const groupMention = defineCall({
  service: "group",
  path: "/api/group/mention",
  params: InGroup.extend({ mentionInfo: z.string().min(1) }),
  run: (call) => sendText(call, groupOf(call, call.params.grid).conversation),
});

/** A text in a group that answers a message, with mentions or without. */
export const groupQuote = defineCall({
  service: "group",
  path: "/api/group/quote",
  params: InGroup.extend({ ...quoteParams, mentionInfo }),
  run: (call) =>
    sendText(call, groupOf(call, call.params.grid).conversation, readQuote(call.parts.world, call.params)),
});
