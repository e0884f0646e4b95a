import { z } from "zod";
import type { ControlParts, Route } from "./route.ts";

const File = z.strictObject({
  /** A media type. */
  type: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/),
  base64: z.base64(),
  /** What its URL ends with, e.g. `.jpg`. */
  ending: z
    .string()
    .regex(/^\.\w+$/)
    .optional(),
});

/** The files that people send. */
export function mediaRoutes({ media }: ControlParts): readonly Route[] {
  return [
    { verb: "GET", path: /^\/control\/samples$/, run: () => media.samples },
    {
      verb: "POST",
      path: /^\/control\/media$/,
      run: ({ body }) => {
        const { type, base64, ending } = File.parse(body);
        return { url: media.host({ type, bytes: Buffer.from(base64, "base64") }, ending) };
      },
    },
  ];
}
