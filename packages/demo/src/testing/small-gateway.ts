import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

export interface Asked {
  id: string;
  method: string;
  params: Record<string, unknown> & { auth?: { token: string } };
}

/** A gateway with the methods it is given, and a list of what it was asked. */
export interface SmallGateway extends AsyncDisposable {
  port: number;
  asked: readonly Asked[];
  /** Breaks all connections. */
  cut(): void;
}

/** Thrown by a method: the gateway has only begun to start, and is to be asked again. */
export class NotReady extends Error {}

/** What a method answers; what it throws is the gateway's refusal. */
export type Methods = Readonly<Record<string, (params: Asked["params"]) => unknown>>;

/** Starts one on a free port. It lets in who has this token. */
export async function startSmallGateway(methods: Methods, token = "right"): Promise<SmallGateway> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const asked: Asked[] = [];
  const all: Methods = {
    connect: ({ auth }) => {
      if (auth?.token !== token) throw new Error("unauthorized");
      return { type: "hello-ok" };
    },
    ...methods,
  };
  const answerTo = async ({ method, params }: Asked) => {
    const run = all[method];
    if (run === undefined) throw new Error(`unknown method: ${method}`);
    return await run(params);
  };
  server.on("connection", (socket) => {
    socket.send(
      JSON.stringify({ type: "event", event: "connect.challenge", payload: { nonce: "1", ts: 1 } }),
    );
    socket.on("message", (data) => {
      const request = JSON.parse(String(data)) as Asked;
      asked.push(request);
      const answer = (facts: object) =>
        socket.send(JSON.stringify({ type: "res", id: request.id, ...facts }));
      answerTo(request).then(
        (payload) => answer({ ok: true, payload }),
        (error: Error) => {
          const retry = error instanceof NotReady ? { retryable: true, retryAfterMs: 20 } : {};
          answer({ ok: false, error: { code: "UNAVAILABLE", message: error.message, ...retry } });
        },
      );
    });
  });
  const cut = () => {
    for (const client of server.clients) client.terminate();
  };
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
