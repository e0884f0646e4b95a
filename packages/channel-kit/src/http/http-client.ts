import type { LookupAddress, LookupOptions } from "node:dns";
import { lookup } from "node:dns";
import type { Duplex } from "node:stream";
import { Agent, buildConnector, type Dispatcher } from "undici";
import { ipBytes } from "./ip-address.ts";
import { NotConnected } from "./network-failure.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import { openTunnel, proxyAuthorization } from "./proxy-tunnel.ts";

export interface HttpRequest {
  /** http or https. */
  url: string;
  method: "GET" | "HEAD" | "POST";
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Aborting closes the connection, so that the other side notices. */
  signal: AbortSignal;
  /** How long the other side may say nothing, in milliseconds; without it only the signal ends the wait. */
  idleMs?: number;
}

export interface HttpResponse {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: AsyncIterable<Uint8Array>;
  /** Has to be called when the body is not read to its end; harmless otherwise. */
  discard(): void;
}

/** Requests over connections that are kept open between them. Redirects are not followed, cookies not kept. */
export interface HttpClient {
  /** Throws `NotConnected` when the request certainly never left, anything else when it may have. */
  request(options: HttpRequest): Promise<HttpResponse>;
  /**
   * A connection to the host of an http or https URL, by the same way as requests, for whoever speaks something
   * that starts as HTTP/1.1 there; over TLS for https. Throws `NotConnected`. Whoever gets it closes it.
   */
  connect(url: string, signal: AbortSignal): Promise<Duplex>;
  /** Waits for nothing: requests under way are cut off. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /**
   * Every request goes through it, whatever the target, and names are resolved there. There is no way around
   * it: when it fails, the request fails. The environment's `HTTP_PROXY` is never looked at.
   */
  proxy?: ProxyAddress | undefined;
  /**
   * Which addresses may be connected to. Asked about the very address of each connection, after names have
   * been resolved, so that a name cannot lead elsewhere between check and use. Not asked with a proxy, which
   * connects in our place.
   */
  mayConnectTo?: (address: string) => boolean;
}

/** Thrown inside `NotConnected` when `mayConnectTo` said no. */
export const ADDRESS_REFUSED = "ADDRESS_REFUSED";

const CONNECT_TIMEOUT_MS = 10_000;
/** Shorter than what servers allow an idle connection, so that we never write on one they are closing. */
const KEEP_ALIVE_MS = 4_000;

type Connect = buildConnector.connector;

export function openHttpClient({ proxy, mayConnectTo }: HttpClientOptions = {}): HttpClient {
  const way = (isHttp1Only = false): Connect =>
    proxy === undefined ? directly(mayConnectTo, isHttp1Only) : tunnelled(proxy, isHttp1Only);
  const agent = agentOver(way());
  // Plain http is handed to an HTTP proxy whole, as many of them open no tunnel to anything but port 443.
  const forwards = proxy === undefined || proxy.scheme === "socks5" ? undefined : agentOver(toProxy(proxy));
  const dispatch = async (url: URL, options: Omit<Dispatcher.RequestOptions, "origin" | "path">) => {
    if (proxy === undefined || forwards === undefined || url.protocol === "https:") {
      return await agent.request({ ...options, origin: url.origin, path: `${url.pathname}${url.search}` });
    }
    const authorization = proxyAuthorization(proxy);
    const response = await forwards.request({
      ...options,
      origin: `http://${proxy.hostname.includes(":") ? `[${proxy.hostname}]` : proxy.hostname}:${proxy.port}`,
      path: `${url.origin}${url.pathname}${url.search}`,
      headers: {
        ...(options.headers as Record<string, string>),
        host: url.host,
        ...(authorization === undefined ? {} : { "proxy-authorization": authorization }),
      },
    });
    if (response.statusCode !== 407) return response;
    discard(response.body);
    throw new NotConnected({ proxy: "credentials", detail: "HTTP 407" });
  };
  return {
    request: async ({ url, method, headers = {}, body, signal, idleMs = 0 }) => {
      const response = await dispatch(new URL(url), {
        method,
        headers,
        body: body ?? null,
        signal,
        headersTimeout: idleMs,
        bodyTimeout: idleMs,
      });
      return {
        status: response.statusCode,
        headers: response.headers,
        body: response.body,
        discard: () => discard(response.body),
      };
    },
    connect: (url, signal) => connectOnce(way(true), new URL(url), signal),
    close: async () => {
      await Promise.all([agent.destroy(), forwards?.destroy()]);
    },
  };
}

const agentOver = (connect: Connect): Agent =>
  new Agent({ connect, keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS });

function connectOnce(connect: Connect, url: URL, signal: AbortSignal): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    connect(
      {
        protocol: url.protocol,
        host: url.host,
        hostname: url.hostname.replace(/^\[|\]$/g, ""),
        port: url.port,
      },
      (error, socket) => {
        signal.removeEventListener("abort", onAbort);
        if (error !== null) reject(error);
        else if (signal.aborted) socket.destroy();
        else resolve(socket);
      },
    );
  });
}

/** Leaves the rest of an answer unread; the connection closes with it. */
function discard(body: Dispatcher.ResponseData["body"]): void {
  body.on("error", () => {}).destroy();
}

function directly(mayConnectTo: HttpClientOptions["mayConnectTo"], isHttp1Only: boolean): Connect {
  const connect = buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    allowH2: !isHttp1Only,
    ...(mayConnectTo === undefined ? {} : { lookup: guardedLookup(mayConnectTo) }),
  });
  return (options, callback) => {
    // A literal address is connected to without a look-up.
    const isLiteral = ipBytes(options.hostname) !== undefined;
    if (isLiteral && mayConnectTo?.(options.hostname) === false) {
      callback(new NotConnected({ detail: ADDRESS_REFUSED }), null);
      return;
    }
    connect(
      options,
      told((cause) => new NotConnected({ cause }), callback),
    );
  };
}

type LookupDone = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** Resolves a name and fails when any address it stands for may not be connected to. */
function guardedLookup(mayConnectTo: (address: string) => boolean) {
  return (hostname: string, options: LookupOptions, done: LookupDone): void => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) done(error ?? refused("ENOTFOUND"), []);
      else if (!addresses.every(({ address }) => mayConnectTo(address))) done(refused(ADDRESS_REFUSED), []);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

const refused = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

/** Connects to the proxy itself, whatever the target. */
function toProxy(proxy: ProxyAddress): Connect {
  // The words spoken to a proxy are HTTP/1.1.
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false });
  return (_, callback) =>
    connect(
      {
        hostname: proxy.hostname,
        host: proxy.hostname,
        port: String(proxy.port),
        protocol: proxy.scheme === "https" ? "https:" : "http:",
      },
      told((cause) => new NotConnected({ proxy: "unreachable", cause }), callback),
    );
}

/** Connects to the target through the proxy, with TLS from here to the target where it is wanted. */
function tunnelled(proxy: ProxyAddress, isHttp1Only: boolean): Connect {
  const reach = toProxy(proxy);
  const secure = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: !isHttp1Only });
  return (options, callback) =>
    reach(options, (error, socket) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      const isTls = options.protocol === "https:";
      const port = Number(options.port) || (isTls ? 443 : 80);
      openTunnel(
        socket satisfies Duplex,
        proxy,
        { hostname: options.hostname, port },
        CONNECT_TIMEOUT_MS,
      ).then(
        () => {
          if (!isTls) callback(null, socket);
          else
            secure(
              { ...options, httpSocket: socket },
              told((cause) => new NotConnected({ cause }), callback),
            );
        },
        (failure: Error) => callback(failure, null),
      );
    });
}

/** Passes a connection on, and a failure as what we call it. */
function told(
  failure: (cause: Error) => NotConnected,
  callback: buildConnector.Callback,
): buildConnector.Callback {
  return (error, socket) => {
    if (error === null) callback(null, socket);
    else callback(failure(error), null);
  };
}
