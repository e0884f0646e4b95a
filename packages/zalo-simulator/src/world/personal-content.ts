import { z } from "zod";

/** One stretch of a text that looks different; offsets in UTF-16 units. */
const StyleRun = z.strictObject({
  start: z.int().min(0),
  len: z.int().min(1),
  /** Zalo's name of the style, e.g. `b` or `c_db342e`. */
  st: z.string().min(1),
});

const url = z.string().min(1);
const pixels = z.int().min(1).optional();
const milliseconds = z.int().min(0).optional();
const bytes = z.int().min(0).optional();

/** What people can send one another. `raw` is anything else, in the wire form of the personal protocol. */
export const PersonalContent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: z.string(), styles: z.array(StyleRun).optional() }),
  z.strictObject({
    kind: z.literal("image"),
    url,
    caption: z.string().optional(),
    width: pixels,
    height: pixels,
    /** Where it stands among pictures that were sent together, from 0. */
    album: z.strictObject({ id: z.string(), index: z.int().min(0), total: z.int().min(1) }).optional(),
  }),
  z.strictObject({
    kind: z.literal("gif"),
    url,
    thumbUrl: url.optional(),
    caption: z.string().optional(),
    width: pixels,
    height: pixels,
  }),
  /** A drawing made on the phone. */
  z.strictObject({ kind: z.literal("doodle"), url, thumbUrl: url.optional() }),
  z.strictObject({ kind: z.literal("sticker"), id: z.int(), categoryId: z.int(), type: z.int().optional() }),
  /** `url` is AAC in ADTS frames, `m4aUrl` the same as m4a. */
  z.strictObject({ kind: z.literal("voice"), url, m4aUrl: url.optional(), durationMs: milliseconds }),
  z.strictObject({
    kind: z.literal("video"),
    url,
    thumbUrl: url.optional(),
    caption: z.string().optional(),
    durationMs: milliseconds,
    width: pixels,
    height: pixels,
    size: bytes,
  }),
  /** `checksum` is the MD5 in hex; `size` in bytes. */
  z.strictObject({
    kind: z.literal("file"),
    url,
    name: z.string().min(1),
    size: bytes,
    checksum: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal("location"), latitude: z.number(), longitude: z.number() }),
  /** `text` is what the writer said about it. */
  z.strictObject({
    kind: z.literal("link"),
    url,
    title: z.string().optional(),
    description: z.string().optional(),
    thumbUrl: url.optional(),
    text: z.string().optional(),
  }),
  /** Somebody's contact card. */
  z.strictObject({
    kind: z.literal("card"),
    uid: z.string().min(1),
    name: z.string().min(1),
    phone: z.string().optional(),
    avatarUrl: url.optional(),
    qrCodeUrl: url.optional(),
  }),
  z.strictObject({ kind: z.literal("todo"), text: z.string().min(1) }),
  z.strictObject({
    kind: z.literal("poll"),
    pollId: z.int(),
    question: z.string().min(1),
    options: z.array(z.string().min(1)),
  }),
  /** A page inside the chat; `zinstant.bankcard` is somebody's bank account. */
  z.strictObject({
    kind: z.literal("webcontent"),
    action: z.string().min(1),
    params: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({ kind: z.literal("raw"), msgType: z.string().min(1), content: z.unknown() }),
]);
export type PersonalContent = z.infer<typeof PersonalContent>;

/** The words in it, where a mention can stand and which a quote repeats; empty for kinds without words. */
export function wordsIn(content: PersonalContent): string {
  switch (content.kind) {
    case "text":
    case "todo":
      return content.text;
    case "image":
    case "gif":
    case "video":
      return content.caption ?? "";
    case "link":
      return content.text ?? content.url;
    case "poll":
      return content.question;
    default:
      return "";
  }
}
