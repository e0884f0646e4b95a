import { z } from "zod";

/** With `accept`, the call is first carried out for real and only its answer is spoilt. Default false. */
const accept = z.boolean().optional();

/** Ways in which one answer can go wrong. */
export const Fault = z.discriminatedUnion("kind", [
  /** A bare HTTP status. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(200).max(599),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    accept,
  }),
  /** Zalo's own "no". Its HTTP status follows the bot's failure style unless given. */
  z.strictObject({
    kind: z.literal("ok-false"),
    errorCode: z.int(),
    description: z.string().optional(),
    status: z.int().min(200).max(599).optional(),
    accept,
  }),
  /** A gateway's HTML page; with `echoPath` it repeats the request's path, token included. */
  z.strictObject({
    kind: z.literal("html"),
    status: z.int().min(200).max(599),
    echoPath: z.boolean().optional(),
    accept,
  }),
  /** No answer until the client leaves or the simulator closes. */
  z.strictObject({ kind: z.literal("hang"), accept }),
  /** The connection is reset instead of answered. */
  z.strictObject({ kind: z.literal("reset"), accept }),
  /** The status line and half of a JSON body, then the connection breaks. */
  z.strictObject({ kind: z.literal("cut"), accept }),
  /** 200 with something that is no JSON. */
  z.strictObject({ kind: z.literal("garbage"), accept }),
  /** 200 without a body. */
  z.strictObject({ kind: z.literal("empty"), accept }),
  /** The right answer, `ms` milliseconds late. The delay comes before the call is carried out, with `accept` after. */
  z.strictObject({ kind: z.literal("slow"), ms: z.number().min(0), accept }),
]);
export type Fault = z.infer<typeof Fault>;
