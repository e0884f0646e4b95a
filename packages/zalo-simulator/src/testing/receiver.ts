import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { listenOnLoopback } from "../http/loopback-server.ts";
import { readBody } from "../http/read-body.ts";

/** One request that somebody outside Zalo got. */
export interface Received {
  verb: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A server that is not Zalo's: a bot's webhook, or a host of photos. */
export interface Receiver extends AsyncDisposable {
  url: string;
  received: readonly Received[];
}

/** Answers every request with `answer`, which must end the response sooner or later. */
export async function startReceiver(
  answer: (response: ServerResponse, received: Received) => void,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = await listenOnLoopback(0, async (request, response) => {
    const body = await readBody(request);
    const got = { verb: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    received.push(got);
    answer(response, got);
  });
  return { url: server.url, received, [Symbol.asyncDispose]: () => server.close() };
}

/** Answers with nothing but a status. */
export const status = (code: number) => (response: ServerResponse) => {
  response.writeHead(code).end();
};
