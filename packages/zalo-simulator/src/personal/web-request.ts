import type { IncomingMessage } from "node:http";
import { readCookies } from "../http/cookies.ts";
import { mediaType, readBytes } from "../http/read-body.ts";

/** The largest body: room for one chunk of an upload with its envelope, in bytes. */
const BODY_LIMIT_BYTES = 32 * 1024 * 1024;

/**
 * How a client found this Zalo: by an override that puts `<url>/web/<host>` before each path, or by name
 * resolution and TLS. It decides the address of the socket that a login is told.
 */
export type Via = "override" | "tls";

/** A request of the personal protocol, addressed to one of Zalo's own host names. */
export interface WebRequest {
  readonly via: Via;
  /** Without a port, in lower case. */
  readonly host: string;
  readonly path: string;
  readonly verb: string;
  readonly query: URLSearchParams;
  /** The fields of a form; empty when the body is none. */
  readonly form: URLSearchParams;
  readonly body: Buffer;
  /** As the client sent it, with the boundary of a multipart body. */
  readonly contentType: string;
  readonly cookies: ReadonlyMap<string, string>;
  readonly userAgent: string;
  /** Aborted once the client has left without its whole answer. */
  readonly gone: AbortSignal;
}

/** Where a request goes, once its way is known. */
export interface Address {
  via: Via;
  host: string;
  path: string;
}

const PREFIX = "/web/";

/** Whether the path belongs to the personal protocol by way of the override. */
export const isOverride = (pathname: string): boolean => pathname.startsWith(PREFIX);

/** The host and path that an override's path stands for. */
export function overrideAddress(pathname: string): Address {
  const [host = "", ...path] = pathname.slice(PREFIX.length).split("/");
  return { via: "override", host: host.toLowerCase(), path: `/${path.join("/")}` };
}

/** The host and path of a request that came by name resolution. */
export const hostAddress = (request: IncomingMessage, pathname: string): Address => ({
  via: "tls",
  host: (request.headers.host ?? "").split(":")[0]?.toLowerCase() ?? "",
  path: pathname,
});

/** Reads the request to its end. Throws `UnreadableRequest`. */
export async function readWebRequest(
  request: IncomingMessage,
  { address, query, gone }: { address: Address; query: URLSearchParams; gone: AbortSignal },
): Promise<WebRequest> {
  const body = await readBytes(request, BODY_LIMIT_BYTES);
  const isForm = mediaType(request) === "application/x-www-form-urlencoded";
  return {
    ...address,
    verb: request.method ?? "GET",
    query,
    form: new URLSearchParams(isForm ? body.toString("utf8") : ""),
    body,
    contentType: request.headers["content-type"] ?? "",
    cookies: readCookies(request.headers.cookie),
    userAgent: request.headers["user-agent"] ?? "",
    gone,
  };
}
