import type { IncomingMessage, ServerResponse } from "node:http";
import type { Media } from "./media.ts";

/** A file that somebody sent must not act as a page of the simulator's. */
const HARMLESS = { "content-security-policy": "sandbox", "x-content-type-options": "nosniff" };

/** Answers a download: the file, a part of it, or 404 when it is not there (any more). */
export function serve(request: IncomingMessage, response: ServerResponse, media: Media | undefined): void {
  request.resume();
  if (media === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not Found");
    return;
  }
  const { type, bytes } = media;
  const headers = { ...HARMLESS, "content-type": type, "accept-ranges": "bytes" };
  const part = partOf(request.headers.range, bytes.length);
  if (part === undefined) {
    response.writeHead(200, { ...headers, "content-length": bytes.length });
    // The server leaves the body out of the answer to HEAD by itself.
    response.end(bytes);
  } else if (part === "outside") {
    response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
  } else {
    const { first, last } = part;
    response.writeHead(206, {
      ...headers,
      "content-range": `bytes ${first}-${last}/${bytes.length}`,
      "content-length": last - first + 1,
    });
    response.end(bytes.subarray(first, last + 1));
  }
}

/** The one part that a `Range` header asks for; undefined for the whole, which any other wish gets too. */
function partOf(
  range: string | undefined,
  size: number,
): { first: number; last: number } | "outside" | undefined {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(range ?? "") ?? [];
  if (from === "" && to === "") return undefined;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return first < size && first <= last ? { first, last } : "outside";
}
