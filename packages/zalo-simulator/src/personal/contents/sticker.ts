import type { ContentWire } from "../content-wire.ts";

/** Kind of a sticker that does not move, or is not known to. */
const STILL = 7;

/** Inbound it is `catId`, while clients send `cateId`. */
export const sticker: ContentWire<"sticker"> = {
  msgType: () => "chat.sticker",
  quoteType: 36,
  toWire: ({ id, categoryId, type = STILL }) => ({ id, catId: categoryId, type }),
};
