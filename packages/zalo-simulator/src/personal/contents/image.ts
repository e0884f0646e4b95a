import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

/** Where the width or the height is not told. */
export const UNKNOWN_PIXELS = 64;

export const image: ContentWire<"image"> = {
  msgType: () => "chat.photo",
  quoteType: 32,
  toWire: ({ url, caption = "", width = UNKNOWN_PIXELS, height = UNKNOWN_PIXELS, album }) =>
    attachment({
      title: caption,
      href: url,
      thumb: url,
      params: {
        hd: url,
        thumbUrl: url,
        normalUrl: url,
        width,
        height,
        jcp: "",
        ...(album === undefined
          ? {}
          : {
              group_layout_id: album.id,
              is_group_layout: 1,
              id_in_group: album.index,
              total_item_in_group: album.total,
            }),
      },
    }),
};
