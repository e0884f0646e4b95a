import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const video: ContentWire<"video"> = {
  msgType: () => "chat.video.msg",
  quoteType: 44,
  toWire: ({ url, thumbUrl = "", caption = "", durationMs = 0, width = 1280, height = 720, size = 0 }) =>
    attachment({
      title: caption,
      href: url,
      thumb: thumbUrl,
      params: {
        duration: durationMs,
        video_width: width,
        video_height: height,
        width,
        height,
        fileSize: size,
      },
    }),
};
