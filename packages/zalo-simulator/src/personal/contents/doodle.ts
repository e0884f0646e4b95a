import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const doodle: ContentWire<"doodle"> = {
  msgType: () => "chat.doodle",
  quoteType: 37,
  toWire: ({ url, thumbUrl = url }) => attachment({ href: url, thumb: thumbUrl }),
};
