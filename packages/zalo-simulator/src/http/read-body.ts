import type { IncomingMessage } from "node:http";
import { readUpTo } from "./read-up-to.ts";

/** Larger bodies are refused: no call of these APIs comes near it. */
const BODY_LIMIT_BYTES = 1024 * 1024;

/** A request that cannot be read, with the HTTP status that says why. */
export class UnreadableRequest extends Error {
  override readonly name = "UnreadableRequest";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The whole body as text. Throws `UnreadableRequest` when it is too large or cut off. */
export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request, BODY_LIMIT_BYTES)).toString("utf8");

/** The whole body. Throws `UnreadableRequest` when it is larger than that or cut off. */
export async function readBytes(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const { bytes, whole } = await readUpTo(request, mostBytes).catch(() => {
    throw new UnreadableRequest(400, "The request was cut off.");
  });
  if (!whole) throw new UnreadableRequest(413, "Request Entity Too Large");
  return bytes;
}

/** The media type without its parameters, in lower case; empty when there is none. */
export const mediaType = (request: IncomingMessage): string =>
  (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
