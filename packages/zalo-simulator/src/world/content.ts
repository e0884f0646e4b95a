import { z } from "zod";

/** What a person can send. `unsupported` is a message the platform withholds; `unknown` a kind yet to come. */
export const Content = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), text: z.string().min(1) }),
  z.strictObject({ kind: z.literal("image"), url: z.string().min(1), caption: z.string().optional() }),
  z.strictObject({ kind: z.literal("sticker"), id: z.string().min(1), url: z.string().optional() }),
  z.strictObject({ kind: z.literal("voice"), url: z.string().min(1) }),
  z.strictObject({ kind: z.literal("unsupported") }),
  z.strictObject({
    kind: z.literal("unknown"),
    eventName: z.string().min(1),
    fields: z.record(z.string(), z.unknown()),
  }),
]);
export type Content = z.infer<typeof Content>;

/** The words in a message, where a mention can stand; empty for kinds without words. */
export function wordsOf(content: Content): string {
  if (content.kind === "text") return content.text;
  if (content.kind === "image") return content.caption ?? "";
  return "";
}
