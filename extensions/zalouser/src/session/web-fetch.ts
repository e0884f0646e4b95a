import type { HttpClient, HttpRequest, HttpResponse } from "channel-kit/http/http-client";
import { networkCode, notConnected } from "channel-kit/http/network-failure";
import { AtMost } from "channel-kit/time/at-most";
import type { Clock } from "channel-kit/time/clock";
import { type CallScope, callScope, type Exchange, type Unanswered } from "./call-scope.ts";
import { endpoint } from "./endpoint.ts";
import { loginCodeOf } from "./login-answer.ts";
import { readBody, toResponse } from "./web-answer.ts";

/** The function through which the library makes every request, as it calls it. */
export type WebFetch = (address: string, init?: WebInit) => Promise<Response>;

export interface WebInit {
  method?: string;
  headers?: Headers | Record<string, string>;
  body?: URLSearchParams | Uint8Array | string | null;
  signal?: AbortSignal | null;
}

export interface WebFetchOptions {
  client: HttpClient;
  override: string | undefined;
  clock: Clock;
}

/** What comes before the request that makes something visible: uploads, previews, and a look at a file's size. */
const PREPARES = /\/(?:upload|upthumb|parselink|mget-qr)$/;
/** Pieces of a file. The library would send all of them at the same moment (O12). */
const UPLOADS = /\/upload$/;
const UPLOADS_AT_ONCE = 2;
/** Long polls of the QR login. */
const POLLS = /\/qr\/waiting-(?:scan|confirm)$/;
/** A server that says "ask again" at once is asked once in this time, in milliseconds. */
const POLL_PAUSE_MS = 1_000;
/** More hops than any login takes. */
const MAX_REDIRECTS = 10;

/**
 * Carries the library's requests over our own client, so that they take the account's proxy, have a deadline, end
 * with the call they belong to, and leave a trace from which a failure can be told. Redirects are the library's.
 */
export function openWebFetch({ client, override, clock }: WebFetchOptions): WebFetch {
  const uploads = new AtMost(UPLOADS_AT_ONCE);
  let lastPollAt = Number.NEGATIVE_INFINITY;
  const pause = async (signal: AbortSignal) => {
    const waitMs = lastPollAt + POLL_PAUSE_MS - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    lastPollAt = clock.now();
  };
  return async (address, init = {}) => {
    const scope = callScope.getStore();
    if (scope === undefined) throw new Error("a request outside of any call");
    const url = new URL(address);
    const method = methodOf(init.method);
    const decides = method !== "HEAD" && !PREPARES.test(url.pathname);
    const isPoll = POLLS.test(url.pathname);
    const deadline = isPoll ? scope.signal : AbortSignal.timeout(scope.requestMs);
    const signal = AbortSignal.any([scope.signal, deadline, ...(init.signal ? [init.signal] : [])]);
    // Written down before it is known what becomes of it: who gives up meanwhile has to see that it left.
    const place = scope.trace.length;
    let requestLeft = false;
    const note = (exchange: Exchange) => {
      scope.trace[place] = exchange;
    };
    note({ kind: "no-answer", decides, requestLeft, why: "aborted" });
    try {
      signal.throwIfAborted();
      if (isPoll) await pause(signal);
      const exchange = async () => {
        signal.throwIfAborted();
        requestLeft = true;
        note({ kind: "no-answer", decides, requestLeft, why: "aborted" });
        const answer = await client.request({
          url: endpoint(address, override),
          method,
          headers: plainHeaders(init.headers),
          ...(init.body
            ? { body: init.body instanceof URLSearchParams ? init.body.toString() : init.body }
            : {}),
          signal,
        });
        return { answer, body: await readBody(answer) };
      };
      const { answer, body } = await (UPLOADS.test(url.pathname) ? uploads.run(exchange) : exchange());
      countRedirect(scope, answer);
      note({ kind: "answered", decides, status: answer.status, isJson: isJson(body) });
      scope.loginCode ??= loginCodeOf(url, body);
      if (answer.headers["set-cookie"] !== undefined) scope.hasCookies = true;
      return toResponse(url, answer, body);
    } catch (error) {
      const isLate = deadline.aborted && !scope.signal.aborted;
      const why = isLate ? "deadline" : signal.aborted ? "aborted" : "broken";
      note({ decides, why, ...unanswered(error, requestLeft) });
      throw error;
    }
  };
}

function unanswered(error: unknown, requestLeft: boolean): Omit<Unanswered, "decides" | "why"> {
  const failure = notConnected(error);
  const detail = failure === undefined ? networkCode(error) : failure.detail;
  return {
    kind: "no-answer",
    requestLeft: requestLeft && failure === undefined,
    ...(detail === undefined ? {} : { detail }),
    ...(failure?.proxy === undefined ? {} : { proxy: failure.proxy }),
  };
}

function countRedirect(scope: CallScope, { headers }: HttpResponse): void {
  if (headers["location"] === undefined) return;
  scope.redirects += 1;
  if (scope.redirects > MAX_REDIRECTS) throw new Error("too many redirects");
}

const isJson = (body: Buffer): boolean => /^\s*[{[]/.test(body.subarray(0, 64).toString("latin1"));

const methodOf = (method = "GET"): HttpRequest["method"] =>
  method === "POST" || method === "HEAD" ? method : "GET";

/** One value for each name, whichever way it is written; the later one counts. */
function plainHeaders(headers: WebInit["headers"]): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
