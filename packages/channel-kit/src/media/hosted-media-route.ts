import { createReadStream } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { type ByteRange, readRange } from "./byte-range.ts";
import type { HostedMedia, StoredMedia } from "./hosted-media.ts";

/** Downloads under way at once; whoever comes then is asked to come again. */
const MOST_AT_ONCE = 64;
/** A reader that takes nothing for this long is left, in milliseconds. */
const IDLE_MS = 60_000;
/** What browsers and phones show by themselves; everything else is a download. SVG may hold scripts. */
const SHOWN = /^(?:image\/(?!svg)|audio\/|video\/)[\w.+-]+$/;

/** Serves hosted files to whoever knows their path: the platform's servers and people's phones. */
export class HostedMediaRoute {
  readonly #media: HostedMedia;
  #underWay = 0;

  constructor(media: HostedMedia) {
    this.#media = media;
  }

  /** Answers one request for `path`, which is what `HostedMedia.put` has answered. Resolves when it is answered. */
  async serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    response.setHeader("x-content-type-options", "nosniff");
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.setHeader("allow", "GET, HEAD");
      return refuse(response, 405, "Method Not Allowed");
    }
    const found = await this.#media.find(path);
    if (found.kind === "unknown") return refuse(response, 404, "Not Found");
    if (found.kind === "expired") return refuse(response, 410, "Gone");
    if (this.#underWay >= MOST_AT_ONCE) {
      response.setHeader("retry-after", "5");
      return refuse(response, 503, "Too many downloads");
    }
    this.#underWay += 1;
    try {
      await answer(found.media, request, response);
    } finally {
      this.#underWay -= 1;
    }
  }
}

async function answer(media: StoredMedia, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const tag = `"${media.id}"`;
  describe(media, tag, response);
  if (names(request.headers["if-none-match"], tag)) {
    response.writeHead(304).end();
    return;
  }
  const condition = request.headers["if-range"];
  const range = readRange(
    condition === undefined || condition === tag ? request.headers.range : undefined,
    media.size,
  );
  if (range === "unsatisfiable") {
    response.setHeader("content-range", `bytes */${media.size}`);
    return refuse(response, 416, "Range Not Satisfiable");
  }
  response.statusCode = range === "whole" ? 200 : 206;
  const part: ByteRange = range === "whole" ? { start: 0, end: media.size - 1 } : range;
  if (range !== "whole") {
    response.setHeader("content-range", `bytes ${part.start}-${part.end}/${media.size}`);
  }
  response.setHeader("content-length", part.end - part.start + 1);
  if (request.method === "HEAD" || media.size === 0) {
    response.end();
    return;
  }
  response.setTimeout(IDLE_MS, () => response.destroy());
  // Whoever leaves in the middle has left; there is nobody to tell.
  await pipeline(createReadStream(media.file, part), response).catch(() => response.destroy());
}

function describe({ mime, name, expiresAt }: StoredMedia, tag: string, response: ServerResponse): void {
  response.setHeader("content-type", mime);
  response.setHeader("accept-ranges", "bytes");
  response.setHeader("etag", tag);
  response.setHeader("expires", new Date(expiresAt).toUTCString());
  response.setHeader("cache-control", "private, immutable");
  // What is shown here runs no script and is nobody's page, although it comes from the gateway's address.
  response.setHeader("content-security-policy", "default-src 'none'; sandbox");
  response.setHeader("cross-origin-resource-policy", "cross-origin");
  if (!SHOWN.test(mime)) response.setHeader("content-disposition", attachment(name));
}

/** The name twice: as every client reads it, and in full (RFC 6266). */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const full = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`;
}

const names = (header: string | undefined, tag: string): boolean =>
  header !== undefined && (header.trim() === "*" || header.split(",").some((one) => one.trim() === tag));

function refuse(response: ServerResponse, status: number, text: string): void {
  response.setHeader("content-type", "text/plain; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  response.removeHeader("expires");
  response.removeHeader("content-disposition");
  response.statusCode = status;
  response.end(text);
}
