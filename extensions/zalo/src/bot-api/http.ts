import { Agent, request } from "undici";

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
      /** The error code of the network, such as `ECONNREFUSED`; never a message, which may hold the URL. */
      detail?: string;
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
}

/** More than any answer of the API holds; what is longer is not one. */
const MAX_BODY_BYTES = 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
/** Shorter than what servers allow an idle connection, so that we never write on one they are closing. */
const KEEP_ALIVE_MS = 4_000;

/** The network says with these that the request was never delivered. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** A transport over HTTP. `close` waits for nothing: requests under way are cut off. */
export function openHttp({ apiUrl, token }: HttpOptions): { call: Transport; close(): Promise<void> } {
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    bodyTimeout: 0,
    headersTimeout: 0,
  });
  const call: Transport = async (method, params, { signal, deadlineMs }) => {
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const response = await request(`${apiUrl}/bot${token}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(params),
        dispatcher: agent,
        signal: AbortSignal.any([signal, deadline]),
      });
      return await readBody(response.statusCode, response.body);
    } catch (error) {
      if (signal.aborted) return { kind: "no-answer", requestLeft: true, why: "aborted" };
      if (deadline.aborted) return { kind: "no-answer", requestLeft: true, why: "deadline" };
      const code = networkCode(error);
      return {
        kind: "no-answer",
        requestLeft: code === undefined || !NEVER_LEFT.has(code),
        why: "broken",
        ...(code === undefined ? {} : { detail: code }),
      };
    }
  };
  return { call, close: () => agent.destroy() };
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

function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string") return code;
    if (at instanceof AggregateError) {
      const inner = at.errors.map(networkCode);
      // Several addresses were tried: only if each try certainly failed did the request not leave.
      return inner.find((one) => one === undefined || !NEVER_LEFT.has(one)) ?? inner[0];
    }
  }
  return undefined;
}
