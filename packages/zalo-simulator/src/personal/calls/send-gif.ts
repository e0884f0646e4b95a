import { z } from "zod";
import { fileIn } from "../../http/multipart.ts";
import { imageType } from "../../media/media.ts";
import { definePair } from "../define-pair.ts";
import { checkLength, sendContent } from "../send-content.ts";
import { Count, defineCall, Id, invalidParams, type SessionCall } from "../web-call.ts";

/** The still picture that stands for a GIF until it moves. Groups use this call too. */
export const uploadThumb = defineCall({
  service: "file",
  path: "/api/message/upthumb",
  params: z.looseObject({ clientId: Id }),
  run: async ({ owner, request, parts }) => {
    const file = await fileIn(request, "fileContent");
    if (file === undefined || imageType(file.bytes) === undefined) throw invalidParams();
    return { data: { url: parts.uploads.keep(owner.uid, "thumb.png", file.bytes).url } };
  },
});

/** A GIF, whole, in the call that sends it. */
export const sendGif: readonly SessionCall[] = definePair({
  direct: { service: "file", path: "/api/message/gif", to: "toid" },
  group: { service: "file", path: "/api/group/gif" },
  params: z.object({
    clientId: Id,
    fileName: z.string().min(1),
    totalSize: Count.min(1),
    width: Count.min(1),
    height: Count.min(1),
    msg: z.string().default(""),
    thumb: z.string().min(1),
    checksum: z.string(),
    ttl: Count.default(0),
  }),
  run: async (call, conversation) => {
    const { fileName, totalSize, width, height, msg, thumb: thumbUrl, checksum } = call.params;
    const file = await fileIn(call.request, "chunkContent");
    if (file === undefined || imageType(file.bytes) !== "image/gif") throw invalidParams();
    if (file.bytes.length > call.parts.switchesOf(call.owner).maxFileMb * 1024 * 1024) throw invalidParams();
    checkLength(msg);
    const kept = call.parts.uploads.keep(call.owner.uid, fileName, file.bytes);
    if (kept.size !== totalSize || kept.checksum !== checksum) throw invalidParams();
    const caption = msg === "" ? {} : { caption: msg };
    return sendContent(call, conversation, {
      kind: "gif",
      url: kept.url,
      thumbUrl,
      width,
      height,
      ...caption,
    });
  },
});
