import { z } from "zod";
import type { PersonalContent } from "../../world/personal-content.ts";
import { definePair } from "../define-pair.ts";
import { avatarOf } from "../qr/waiting.ts";
import { personOf } from "../recipient.ts";
import { checkLength, sendContent } from "../send-content.ts";
import { parsed } from "../text-properties.ts";
import { Count, Id, invalidParams, type SessionCall, type WebCall } from "../web-call.ts";

/** Somewhere that Zalo's phones can fetch from. */
const Fetchable = z.url({ protocol: /^https?$/ });

const Info = z.discriminatedUnion("msgType", [
  z.looseObject({ msgType: z.literal(3), voiceUrl: Fetchable, m4aUrl: Fetchable, fileSize: Count.min(0) }),
  z.looseObject({
    msgType: z.literal(5),
    videoUrl: Fetchable,
    thumbUrl: Fetchable,
    duration: Count.min(0),
    width: Count.min(1),
    height: Count.min(1),
    fileSize: Count.min(0),
    title: z.string(),
  }),
  z.looseObject({
    msgType: z.literal(6),
    contactUid: Id,
    qrCodeUrl: z.string().optional(),
    phone: z.string().optional(),
  }),
]);

const ForwardParams = z.object({
  msgType: z.literal([3, 5, 6]),
  clientId: Id,
  msgInfo: z.string(),
  ttl: Count.default(0),
});
type Forward = WebCall<z.infer<typeof ForwardParams>>;

/** What is sent by its address: a voice (3), a video (5), and somebody's card (6). */
export const forward: readonly SessionCall[] = definePair({
  direct: { service: "file", path: "/api/message/forward", to: "toId" },
  group: { service: "file", path: "/api/group/forward" },
  params: ForwardParams,
  run: (call, conversation) => {
    const numberAs = call.params.msgType === 5 ? "number" : "text";
    return sendContent(call, conversation, contentOf(call), { numberAs });
  },
});

function contentOf({ params, parts }: Forward): PersonalContent {
  const said = parsed(params.msgInfo);
  const read = Info.safeParse({ ...(typeof said === "object" ? said : {}), msgType: params.msgType });
  if (!read.success) throw invalidParams();
  const info = read.data;
  switch (info.msgType) {
    case 3:
      return { kind: "voice", url: info.voiceUrl, m4aUrl: info.m4aUrl };
    case 5: {
      const { videoUrl: url, thumbUrl, duration: durationMs, width, height, fileSize: size, title } = info;
      checkLength(title);
      const caption = title === "" ? {} : { caption: title };
      return { kind: "video", url, thumbUrl, durationMs, width, height, size, ...caption };
    }
    case 6: {
      const person = personOf(parts.world, info.contactUid);
      const { phone, qrCodeUrl } = info;
      return {
        kind: "card",
        uid: person.uid,
        name: person.name,
        avatarUrl: avatarOf(person),
        ...(phone === undefined ? {} : { phone }),
        ...(qrCodeUrl === undefined ? {} : { qrCodeUrl }),
      };
    }
    default:
      return info satisfies never;
  }
}
