import type { ServerResponse } from "node:http";

/** One whole HTTP answer. */
export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[]>>;
  body: string;
}

/** What goes over the wire in the end: an answer, part of one, or none. */
export type Delivery =
  | { kind: "answer"; http: HttpAnswer }
  /** The head and the first half of the body, then the connection breaks. */
  | { kind: "cut"; http: HttpAnswer }
  | { kind: "hang" }
  | { kind: "reset" };

/** Puts it on the wire. Does nothing when the client has already left. */
export function deliver(response: ServerResponse, delivery: Delivery): void {
  if (response.destroyed) return;
  switch (delivery.kind) {
    case "answer":
      writeHead(response, delivery.http);
      response.end(delivery.http.body);
      return;
    case "cut": {
      const { http } = delivery;
      writeHead(response, http);
      response.write(http.body.slice(0, Math.ceil(http.body.length / 2)), () => response.destroy());
      return;
    }
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    default:
      delivery satisfies never;
  }
}

function writeHead(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
}

/** Aborted when the client left before its answer was complete. */
export function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
