import { ADDRESS_REFUSED, type HttpClient, type HttpResponse, openHttpClient } from "../http/http-client.ts";
import { networkCode, notConnected } from "../http/network-failure.ts";
import type { ProxyAddress } from "../http/proxy-address.ts";
import { ChannelError, type ChannelErrorCode } from "../outcome/channel-error.ts";
import { type FileType, fileType } from "./file-type.ts";
import { isPublicAddress, isPublicHost } from "./public-address.ts";

/** Why a file was not had, told apart by what can be said to the person who sent it. */
export type DownloadFailure =
  | "too-large"
  /** Not http or https, with a user in it, or not on the public internet. */
  | "refused-address"
  /** The server says that it has no such file, or that it may no longer be had. */
  | "not-found"
  | "bad-redirect"
  | "timeout"
  | "unreachable"
  | "aborted";

const CODES: Readonly<Record<DownloadFailure, ChannelErrorCode>> = {
  "too-large": "rejected",
  "refused-address": "rejected",
  "not-found": "rejected",
  "bad-redirect": "rejected",
  timeout: "timeout",
  unreachable: "unreachable",
  aborted: "aborted",
};

/** A file that could not be had. The message names the host, and no more of an address that may be a key. */
export class DownloadError extends ChannelError {
  readonly reason: DownloadFailure;

  constructor(
    reason: DownloadFailure,
    host: string,
    what: string,
    details: { fix?: string; cause?: unknown } = {},
  ) {
    super(CODES[reason], `The file at ${host} ${what}.`, details);
    this.reason = reason;
  }
}

export interface DownloadOptions {
  /** A larger file is refused, at its announcement or as soon as so much has come. */
  maxBytes: number;
  /** Time for everything, redirects included, in milliseconds. */
  deadlineMs: number;
  signal: AbortSignal;
}

export interface Downloaded {
  bytes: Uint8Array;
  /** What it is by its content; absent when that is unknown. */
  fileType?: FileType;
}

/** Fetches files that strangers named. */
export interface Downloads {
  /** Throws a `DownloadError`. */
  download(url: string, options: DownloadOptions): Promise<Downloaded>;
  /** Cuts off what is under way. */
  close(): Promise<void>;
}

export interface DownloadsOptions {
  /** The only way out when it is set; names are then resolved there. */
  proxy?: ProxyAddress | undefined;
  /** One origin that may be private, such as that of a Zalo on this machine. */
  allowedOrigin?: string | undefined;
}

const MAX_REDIRECTS = 5;
/** A server that says nothing for so long has stopped sending. */
const IDLE_MS = 15_000;

/**
 * Downloads over connections that lead to the public internet only: the address is looked at when it is
 * connected to, on each redirect again. Through a proxy the look-up is the proxy's, and what can be told from the
 * URL is checked.
 */
export function openDownloads({ proxy, allowedOrigin }: DownloadsOptions = {}): Downloads {
  const guarded = openHttpClient({ proxy, mayConnectTo: isPublicAddress });
  const trusted = allowedOrigin === undefined ? undefined : openHttpClient({ proxy });
  const clientFor = (url: URL): HttpClient => {
    if (trusted !== undefined && url.origin === allowedOrigin) return trusted;
    if (proxy !== undefined && !isPublicHost(url.hostname)) {
      throw new DownloadError("refused-address", url.host, "is not on the public internet");
    }
    return guarded;
  };

  const follow = async (
    first: string,
    signal: AbortSignal,
  ): Promise<{ url: URL; response: HttpResponse }> => {
    let url = parse(first);
    for (let hops = 0; ; hops += 1) {
      const response = await get(clientFor(url), url, signal);
      const location = response.headers["location"];
      if (!REDIRECTS.has(response.status)) return { url, response };
      response.discard();
      if (hops === MAX_REDIRECTS)
        throw new DownloadError("bad-redirect", url.host, "leads on and on to other places");
      if (typeof location !== "string" || !URL.canParse(location, url.href)) {
        throw new DownloadError("bad-redirect", url.host, "leads to a place that cannot be read");
      }
      url = parse(new URL(location, url).href);
    }
  };

  return {
    async download(from, { maxBytes, deadlineMs, signal }) {
      const deadline = AbortSignal.timeout(deadlineMs);
      const host = hostOf(from);
      try {
        const { url, response } = await follow(from, AbortSignal.any([signal, deadline]));
        return await take(url.host, response, maxBytes);
      } catch (error) {
        if (signal.aborted) throw new DownloadError("aborted", host, "is no longer wanted");
        if (deadline.aborted) throw new DownloadError("timeout", host, "did not come in time");
        throw error instanceof DownloadError ? error : broken(host, error);
      }
    },
    close: async () => {
      await Promise.all([guarded.close(), trusted?.close()]);
    },
  };
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function parse(raw: string): URL {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw new DownloadError("refused-address", hostOf(raw), "has no http or https address");
  }
  if (url.username !== "" || url.password !== "") {
    throw new DownloadError("refused-address", url.host, "has a user or password in its address");
  }
  return url;
}

const hostOf = (raw: string): string => (URL.canParse(raw) ? new URL(raw).host || "no host" : "no host");

async function get(client: HttpClient, url: URL, signal: AbortSignal): Promise<HttpResponse> {
  try {
    const headers = { accept: "*/*", "accept-encoding": "identity" };
    return await client.request({ url: url.href, method: "GET", headers, signal, idleMs: IDLE_MS });
  } catch (error) {
    throw signal.aborted ? error : broken(url.host, error);
  }
}

async function take(host: string, response: HttpResponse, maxBytes: number): Promise<Downloaded> {
  const { status, headers, body } = response;
  try {
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
      throw new DownloadError("not-found", host, `cannot be had any more (HTTP ${status})`);
    }
    if (status !== 200) throw new DownloadError("unreachable", host, `cannot be had now (HTTP ${status})`);
    if (Number(headers["content-length"] ?? 0) > maxBytes) throw tooLarge(host, maxBytes);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(host, maxBytes);
      chunks.push(chunk);
    }
    const bytes = new Uint8Array(Buffer.concat(chunks));
    const known = fileType(bytes);
    return { bytes, ...(known === undefined ? {} : { fileType: known }) };
  } finally {
    response.discard();
  }
}

const MEGABYTE = 1024 * 1024;

const tooLarge = (host: string, maxBytes: number): DownloadError =>
  new DownloadError("too-large", host, `is larger than ${Math.round((maxBytes / MEGABYTE) * 10) / 10} MB`);

const TIMEOUTS: ReadonlySet<string | undefined> = new Set([
  "UND_ERR_HEADERS_TIMEOUT",
  "UND_ERR_BODY_TIMEOUT",
]);

function broken(host: string, cause: unknown): DownloadError {
  if (cause instanceof DownloadError) return cause;
  const failure = notConnected(cause);
  const code = failure?.detail ?? networkCode(cause);
  if (code === ADDRESS_REFUSED) {
    return new DownloadError("refused-address", host, "is not on the public internet", { cause });
  }
  if (TIMEOUTS.has(code)) return new DownloadError("timeout", host, "stopped coming", { cause });
  const through = failure?.proxy === undefined ? "cannot be reached" : "cannot be reached through the proxy";
  return new DownloadError("unreachable", host, `${through}${code === undefined ? "" : ` (${code})`}`, {
    cause,
  });
}
