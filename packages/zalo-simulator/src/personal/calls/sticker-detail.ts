import { z } from "zod";
import { Count, defineCall } from "../web-call.ts";

/** What a sticker looks like. Every one looks like the sample. */
export const stickerDetail = defineCall({
  service: "sticker",
  path: "/api/message/sticker/sticker_detail",
  params: z.looseObject({ sid: Count.min(1) }),
  run: ({ params: { sid: id }, parts }) => {
    const { samples } = parts.media;
    return {
      data: {
        id,
        cateId: 0,
        type: 7,
        text: "",
        uri: "",
        fkey: 0,
        status: 0,
        stickerUrl: samples["photo.png"],
        stickerSpriteUrl: samples["photo.png"],
        stickerWebpUrl: samples["sticker.webp"],
        totalFrames: 1,
        duration: 0,
        effectId: 0,
        checksum: "",
        ext: 0,
        source: 0,
        fss: null,
        fssInfo: null,
        version: 0,
        extInfo: null,
      },
    };
  },
});
