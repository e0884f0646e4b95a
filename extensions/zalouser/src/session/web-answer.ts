import { brotliDecompressSync, unzipSync, zstdDecompressSync } from "node:zlib";
import type { HttpResponse } from "channel-kit/http/http-client";

/** More than any answer holds: twenty thousand friends are about 10 MB. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;
/** Answers that have no body, whatever else they say (Fetch standard). */
const BODILESS: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

/** Reads an answer to its end and undoes its compression. Throws when it is too large or garbled. */
export async function readBody({ headers, body }: HttpResponse): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new Error("answer too large");
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) return bytes;
  const options = { maxOutputLength: MAX_BODY_BYTES };
  switch (String(headers["content-encoding"] ?? "").toLowerCase()) {
    case "gzip":
    case "deflate":
      return unzipSync(bytes, options);
    case "br":
      return brotliDecompressSync(bytes, options);
    case "zstd":
      return zstdDecompressSync(bytes, options);
    default:
      return bytes;
  }
}

/**
 * An answer in the form in which the library reads it, with two things mended that it cannot take: a redirect to a
 * relative address, and a cookie without a domain, which it would keep for no host at all.
 */
export function toResponse(url: URL, { status, headers }: HttpResponse, body: Buffer): Response {
  const told = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) told.append(name, mended(url, name, one));
  }
  return new Response(BODILESS.has(status) ? null : new Uint8Array(body), { status, headers: told });
}

function mended(url: URL, name: string, value: string): string {
  if (name === "location" && URL.canParse(value, url.href)) return new URL(value, url.href).href;
  const hasDomain = /;\s*domain\s*=\s*[^;\s]/i.test(value);
  return name === "set-cookie" && !hasDomain ? `${value}; Domain=${url.hostname}` : value;
}
