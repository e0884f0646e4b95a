import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const todo: ContentWire<"todo"> = {
  msgType: () => "chat.todo",
  quoteType: 1,
  toWire: ({ text }) => attachment({ title: text, params: { item: { content: text } } }),
};
