import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";
import { UNKNOWN_PIXELS } from "./image.ts";

export const gif: ContentWire<"gif"> = {
  msgType: () => "chat.gif",
  quoteType: 49,
  toWire: ({ url, thumbUrl = url, caption = "", width = UNKNOWN_PIXELS, height = UNKNOWN_PIXELS }) =>
    attachment({ title: caption, href: url, thumb: thumbUrl, params: { width, height } }),
};
