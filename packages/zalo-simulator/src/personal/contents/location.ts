import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

export const location: ContentWire<"location"> = {
  msgType: () => "chat.location.new",
  quoteType: 43,
  toWire: ({ latitude, longitude }) => attachment({ params: { latitude, longitude } }),
};
