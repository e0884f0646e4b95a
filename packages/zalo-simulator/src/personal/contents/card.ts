import type { ContentWire } from "../content-wire.ts";
import { attachment } from "./attachment.ts";

/** Cards share their msgType with recommended links; the description tells them apart. */
export const card: ContentWire<"card"> = {
  msgType: () => "chat.recommended",
  quoteType: 38,
  toWire: ({ uid, name, phone, avatarUrl = "", qrCodeUrl = "" }) =>
    attachment({
      title: name,
      description: JSON.stringify({
        ...(phone === undefined ? {} : { phone }),
        caption: "",
        qrCodeUrl,
        gUid: uid,
      }),
      thumb: avatarUrl,
      action: "recommened.user",
      params: { uid },
    }),
};
