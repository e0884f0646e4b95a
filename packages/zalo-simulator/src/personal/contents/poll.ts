import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const poll: ContentWire<"poll"> = {
  msgType: () => "group.poll",
  quoteType: 1,
  toWire: ({ pollId, question, options }) =>
    attachment({
      title: question,
      action: "create",
      params: { pollId, question, options, customMsg: { title: question } },
    }),
};
