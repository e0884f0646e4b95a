import { z } from "zod";
import { definePair } from "../define-pair.ts";
import { sendContent } from "../send-content.ts";
import { Count, Id, invalidParams, type SessionCall } from "../web-call.ts";

/** A file that was uploaded before; mp4 is one too, and arrives as something to download. */
export const sendFile: readonly SessionCall[] = definePair({
  direct: { service: "file", path: "/api/message/asyncfile/msg", to: "toid" },
  group: { service: "file", path: "/api/group/asyncfile/msg" },
  params: z.object({
    fileId: Id,
    checksum: z.string(),
    extention: z.string(),
    totalSize: Count,
    fileName: z.string(),
    clientId: Id,
    fType: z.literal(1),
    fileUrl: z.string(),
    ttl: Count.default(0),
  }),
  run: (call, conversation) => {
    const { fileId, checksum, totalSize, fileName, fileUrl } = call.params;
    const file = call.parts.uploads.get(call.owner.uid, fileId);
    const isThat =
      file !== undefined &&
      file.checksum === checksum &&
      file.size === totalSize &&
      file.fileName === fileName &&
      file.url === fileUrl;
    if (!isThat) throw invalidParams();
    const { url, size } = file;
    return sendContent(call, conversation, { kind: "file", url, name: fileName, size, checksum });
  },
});
