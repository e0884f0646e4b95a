import { z } from "zod";
import { directOf } from "../recipient.ts";
import { quoteParams, readQuote, sendText, textParams } from "../send-text.ts";
import { defineCall, Id } from "../web-call.ts";

const Direct = z.looseObject({ ...textParams, toid: Id });

/** A text to a person. */
export const messageSms = defineCall({
  service: "chat",
  path: "/api/message/sms",
  params: Direct,
  run: (call) => sendText(call, directOf(call, call.params.toid)),
});

/** A text to a person that answers a message. */
export const messageQuote = defineCall({
  service: "chat",
  path: "/api/message/quote",
  params: Direct.extend(quoteParams),
  run: (call) => sendText(call, directOf(call, call.params.toid), readQuote(call.parts.world, call.params)),
});
