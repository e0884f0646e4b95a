import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const webcontent: ContentWire<"webcontent"> = {
  msgType: () => "chat.webcontent",
  quoteType: 1,
  toWire: ({ action, params = {} }) => attachment({ action, params }),
};
