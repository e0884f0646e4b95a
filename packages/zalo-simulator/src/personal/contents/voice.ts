import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const voice: ContentWire<"voice"> = {
  msgType: () => "chat.voice",
  quoteType: 31,
  toWire: ({ url, m4aUrl = "", durationMs = 2000 }) =>
    attachment({ href: url, params: { m4a: m4aUrl, duration: durationMs } }),
};
