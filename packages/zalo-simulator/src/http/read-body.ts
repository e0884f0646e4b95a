import type { IncomingMessage } from "node:http";

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
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > BODY_LIMIT_BYTES) break;
      chunks.push(bytes);
    }
  } catch {
    throw new UnreadableRequest(400, "The request was cut off.");
  }
  if (size > BODY_LIMIT_BYTES) throw new UnreadableRequest(413, "Request Entity Too Large");
  return Buffer.concat(chunks).toString("utf8");
}

/** The media type without its parameters, in lower case; empty when there is none. */
export const mediaType = (request: IncomingMessage): string =>
  (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
