import { ChannelError } from "channel-kit/outcome/channel-error";
import type { StickerRef } from "../session/port.ts";

/** `<id>:<category>` or `<id>:<category>:<type>`, all of them digits. */
const FORM = /^(\d{1,12}):(\d{1,12})(?::(\d{1,6}))?$/;
/** The type of nearly all stickers. */
const USUAL_TYPE = "3";

/** Reads a sticker as people name it. Throws `misconfigured` for anything else. */
export function readSticker(accountId: string, written: string): StickerRef {
  const [whole, id, categoryId, type = USUAL_TYPE] = FORM.exec(written.trim()) ?? [];
  if (whole === undefined || id === undefined || categoryId === undefined) {
    throw new ChannelError(
      "misconfigured",
      `Zalo account "${accountId}": "${written}" is not a sticker of Zalo's.`,
      { fix: "Name it as <id>:<category>, both of them numbers, such as 21979:10425." },
    );
  }
  return { id, categoryId, type };
}
