import { openHttpClient } from "channel-kit/http/http-client";
import { networkCode, notConnected, type ProxyTrouble } from "channel-kit/http/network-failure";
import type { ProxyAddress } from "channel-kit/http/proxy-address";

/** One HTTP exchange with the Bot API, before anybody says what it means. */
export type Exchange =
  | { kind: "json"; status: number; body: unknown }
  /** An answer came that is not JSON: HTML, garbage, cut short by the server, or nothing at all. */
  | { kind: "unreadable"; status: number; empty: boolean }
  | {
      kind: "no-answer";
      /** False only when the request certainly never reached the API. */
      requestLeft: boolean;
      why: "broken" | "deadline" | "aborted";
      /** The code of the network or of a proxy, such as `ECONNREFUSED` or `HTTP 502`; never a message, which may hold the URL. */
      detail?: string;
      /** Set when it was the proxy that let us down. */
      proxy?: ProxyTrouble;
    };

/** Carries one call to the API and back. Never throws. */
export type Transport = (
  method: string,
  params: object,
  options: { signal: AbortSignal; deadlineMs: number },
) => Promise<Exchange>;

export interface HttpOptions {
  /** Origin of the API, without a slash at the end. */
  apiUrl: string;
  /** Stands in the path of every URL, which is why no URL is ever shown. */
  token: string;
  /** The only way out when it is set. */
  proxy?: ProxyAddress | undefined;
}

/** More than any answer of the API holds; what is longer is not one. */
const MAX_BODY_BYTES = 1024 * 1024;

/** A transport over HTTP. `close` waits for nothing: requests under way are cut off. */
export function openHttp({ apiUrl, token, proxy }: HttpOptions): { call: Transport; close(): Promise<void> } {
  const client = openHttpClient({ proxy });
  const call: Transport = async (method, params, { signal, deadlineMs }) => {
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const response = await client.request({
        url: `${apiUrl}/bot${token}/${method}`,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(params),
        signal: AbortSignal.any([signal, deadline]),
      });
      return await readBody(response.status, response.body);
    } catch (error) {
      if (signal.aborted) return { kind: "no-answer", requestLeft: true, why: "aborted" };
      if (deadline.aborted) return { kind: "no-answer", requestLeft: true, why: "deadline" };
      return broken(error);
    }
  };
  return { call, close: () => client.close() };
}

function broken(error: unknown): Exchange {
  const failure = notConnected(error);
  const detail = failure === undefined ? networkCode(error) : failure.detail;
  return {
    kind: "no-answer",
    requestLeft: failure === undefined,
    why: "broken",
    ...(detail === undefined ? {} : { detail }),
    ...(failure?.proxy === undefined ? {} : { proxy: failure.proxy }),
  };
}

async function readBody(status: number, body: AsyncIterable<Uint8Array>): Promise<Exchange> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return { kind: "unreadable", status, empty: false };
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    return { kind: "json", status, body: JSON.parse(text) as unknown };
  } catch {
    return { kind: "unreadable", status, empty: text.trim() === "" };
  }
}
