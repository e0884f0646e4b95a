import type { ContentWire } from "../content-wire.ts";

export const image: ContentWire<"image"> = {
  msgType: () => "chat.photo",
  quoteType: 32,
  toWire: ({ url, caption = "", width = 64, height = 64 }) => ({
    title: caption,
    description: "",
    href: url,
    thumb: url,
    childnumber: 0,
    action: "",
    params: JSON.stringify({ hd: url, thumbUrl: url, normalUrl: url, width, height, jcp: "" }),
    type: "",
  }),
};
