import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Duplex } from "node:stream";

/** The only address this simulator ever listens on. */
export const LOOPBACK = "127.0.0.1";

/** How long an unused connection stays open; nginx, which fronts the real API, keeps them 75 s. */
const KEEP_ALIVE_MS = 75_000;

/** Key and certificate, as PEM. */
export interface TlsIdentity {
  key: string;
  cert: string;
}

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end; `https:` with an identity. */
  readonly url: string;
  readonly port: number;
  /** Destroys every connection and stops listening; upgraded ones are their taker's to destroy. */
  close(): Promise<void>;
}

export interface LoopbackHandlers {
  request(request: IncomingMessage, response: ServerResponse): void;
  /** Takes connections that ask for another protocol; without it they are refused. */
  upgrade?(request: IncomingMessage, stream: Duplex, head: Buffer): void;
}

/** Listens on loopback; port 0 takes any free one. Rejects with a sentence when the port is taken. */
export async function listenOnLoopback(
  port: number,
  handle: LoopbackHandlers | LoopbackHandlers["request"],
  identity?: TlsIdentity,
): Promise<LoopbackServer> {
  const handlers: LoopbackHandlers = typeof handle === "function" ? { request: handle } : handle;
  const options = { keepAliveTimeout: KEEP_ALIVE_MS };
  const server =
    identity === undefined
      ? createServer(options, handlers.request)
      : createTlsServer({ ...options, ...identity }, handlers.request);
  if (handlers.upgrade !== undefined) server.on("upgrade", handlers.upgrade);
  await listening(server, port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `${identity === undefined ? "http" : "https"}://${LOOPBACK}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken
          ? new Error(
              `Port ${port} is taken by another program. Choose another with --port, or 0 for any free one.`,
              { cause: error },
            )
          : error,
      );
    });
    server.listen(port, LOOPBACK, () => resolve());
  });
}
