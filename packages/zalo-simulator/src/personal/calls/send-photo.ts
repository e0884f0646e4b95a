import { z } from "zod";
import { definePair } from "../define-pair.ts";
import { readMentionInfo } from "../mention-info.ts";
import { checkLength, sendContent } from "../send-content.ts";
import { Count, Id, invalidParams, type SessionCall } from "../web-call.ts";

const PhotoParams = z.object({
  photoId: Id,
  clientId: Id,
  desc: z.string().default(""),
  width: Count.min(1),
  height: Count.min(1),
  rawUrl: z.string(),
  hdUrl: z.string(),
  thumbUrl: z.string(),
  hdSize: Count,
  ttl: Count.default(0),
  mentionInfo: z.string().optional(),
  groupLayoutId: Id.optional(),
  idInGroup: Count.optional(),
  totalItemInGroup: Count.optional(),
});

/** A picture that was uploaded before, with a caption, alone or as one of several that belong together. */
export const sendPhoto: readonly SessionCall[] = definePair({
  direct: { service: "file", path: "/api/message/photo_original/send", to: "toid" },
  group: { service: "file", path: "/api/group/photo_original/send" },
  params: PhotoParams,
  run: (call, conversation) => {
    const { photoId, desc, width, height, rawUrl, hdUrl, thumbUrl, hdSize, mentionInfo } = call.params;
    const photo = call.parts.uploads.get(call.owner.uid, photoId);
    const isThat =
      photo !== undefined &&
      [rawUrl, hdUrl, thumbUrl].every((url) => url === photo.url) &&
      hdSize === photo.size;
    if (!isThat) throw invalidParams();
    checkLength(desc);
    const caption = desc === "" ? {} : { caption: desc };
    const content = {
      kind: "image",
      url: photo.url,
      width,
      height,
      ...caption,
      ...albumIn(call.params),
    } as const;
    const mentions = readMentionInfo(mentionInfo, desc, conversation.members);
    return sendContent(call, conversation, content, { mentions });
  },
});

function albumIn({
  groupLayoutId: id,
  idInGroup: index,
  totalItemInGroup: total,
}: z.infer<typeof PhotoParams>) {
  if (id === undefined) return {};
  if (index === undefined || total === undefined || index < 0 || index >= total) throw invalidParams();
  return { album: { id, index, total } };
}
