import type { IncomingMessage, ServerResponse } from "node:http";
import type { Media } from "./media.ts";

/** Answers a download: the file, or 404 when it is not there (any more). */
export function serve(request: IncomingMessage, response: ServerResponse, media: Media | undefined): void {
  request.resume();
  if (media === undefined) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not Found");
    return;
  }
  response.writeHead(200, { "content-type": media.type, "content-length": media.bytes.length });
  // The server leaves the body out of the answer to HEAD by itself.
  response.end(media.bytes);
}
