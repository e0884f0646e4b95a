import { type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { isLoopback } from "./loopback.ts";
import { readUpTo } from "./read-up-to.ts";

/** Origins of the public internet, each with the origin on this machine that a tunnel in front of it leads to. */
export type Tunnels = Readonly<Record<string, string>>;

export interface Question {
  verb: "GET" | "POST";
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** Empty for none. */
  body: string;
  /** For the whole exchange, in milliseconds. */
  timeoutMs: number;
  /** An answer that is longer is not read to its end. */
  mostBytes: number;
  tunnels: Tunnels;
  signal: AbortSignal;
}

/** Why there was no answer. `outside`: it is not on this machine, so nobody was asked. */
export type NoReply = "outside" | "conn" | "tls" | "timeout" | "aborted" | "other";

export type Reply =
  | {
      kind: "answered";
      status: number;
      headers: IncomingHttpHeaders;
      bytes: Buffer;
      /** False when the answer was longer than `mostBytes`. */
      whole: boolean;
      ms: number;
    }
  | { kind: "failed"; why: NoReply; ms: number };

/** Asks somebody on this machine, and nobody else, over HTTP. Never rejects and follows no redirect. */
export async function ask(question: Question): Promise<Reply> {
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  const url = throughTunnel(question.url, question.tunnels);
  if (!isLoopback(url.hostname)) return { kind: "failed", why: "outside", ms: 0 };
  const late = AbortSignal.timeout(question.timeoutMs);
  try {
    const response = await open(question, url, AbortSignal.any([question.signal, late]));
    const read = await readUpTo(response, question.mostBytes);
    return {
      kind: "answered",
      status: response.statusCode ?? 0,
      headers: response.headers,
      ...read,
      ms: ms(),
    };
  } catch (error) {
    if (question.signal.aborted) return { kind: "failed", why: "aborted", ms: ms() };
    return { kind: "failed", why: late.aborted ? "timeout" : reasonOf(error), ms: ms() };
  }
}

function throughTunnel(url: URL, tunnels: Tunnels): URL {
  const way = tunnels[url.origin];
  if (way === undefined) return url;
  const inside = new URL(way);
  inside.pathname = url.pathname;
  inside.search = url.search;
  return inside;
}

function open(
  { verb, url, headers, body }: Question,
  to: URL,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = to.protocol === "https:" ? overHttps : overHttp;
    // A connection of its own: a kept one may have died unseen when the bot was restarted in between.
    const options = { method: verb, headers: { host: url.host, ...headers }, agent: false, signal };
    request(to, options, resolve).on("error", reject).end(body);
  });
}

function reasonOf(error: unknown): NoReply {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^(ECONN|EPIPE|EHOSTUNREACH|ENETUNREACH)/.test(code)) return "conn";
  if (code === "ETIMEDOUT") return "timeout";
  return /^(EPROTO|ERR_SSL|ERR_TLS)|CERT|SIGNATURE|ISSUER/.test(code) ? "tls" : "other";
}
