import { z } from "zod";

/** One stretch of a text that looks different; offsets in UTF-16 units. */
const StyleRun = z.strictObject({
  start: z.int().min(0),
  len: z.int().min(1),
  /** Zalo's name of the style, e.g. `b` or `c_db342e`. */
  st: z.string().min(1),
});

/** What people can send one another. `raw` is anything else, in the wire form of the personal protocol. */
export const PersonalContent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: z.string(), styles: z.array(StyleRun).optional() }),
  z.strictObject({
    kind: z.literal("image"),
    url: z.string().min(1),
    caption: z.string().optional(),
    width: z.int().min(1).optional(),
    height: z.int().min(1).optional(),
  }),
  z.strictObject({ kind: z.literal("raw"), msgType: z.string().min(1), content: z.unknown() }),
]);
export type PersonalContent = z.infer<typeof PersonalContent>;

/** The words in it, where a mention can stand and which a quote repeats; empty for kinds without words. */
export function wordsIn(content: PersonalContent): string {
  if (content.kind === "text") return content.text;
  if (content.kind === "image") return content.caption ?? "";
  return "";
}
