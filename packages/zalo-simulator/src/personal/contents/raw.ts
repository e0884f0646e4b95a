import type { ContentWire } from "../content-wire.ts";

/** Whatever a test wants to see on the wire. */
export const raw: ContentWire<"raw"> = {
  msgType: ({ msgType }) => msgType,
  quoteType: 1,
  toWire: ({ content }) => content,
};
