import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const link: ContentWire<"link"> = {
  msgType: () => "chat.link",
  quoteType: 38,
  toWire: ({ url, title = "", description = "", thumbUrl = "", text = url }) =>
    attachment({
      // The words stand where a photo has its caption; what the page calls itself is in the parameters.
      title: text,
      description,
      href: url,
      thumb: thumbUrl,
      action: "recommened.link",
      params: { mediaTitle: title, src: hostIn(url), type: 0, count: "0", streamUrl: "", artist: "" },
    }),
};

const hostIn = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : "");
