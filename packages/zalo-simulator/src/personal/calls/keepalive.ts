import { z } from "zod";
import { defineCall } from "../web-call.ts";

/** A sign of life. Its answer is not encrypted. */
export const keepalive = defineCall({
  service: "chat",
  path: "/keepalive",
  params: z.looseObject({}),
  unencrypted: true,
  // "vesion" is Zalo's own spelling.
  run: () => ({ data: { config_vesion: 1 } }),
});
