import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** The only address this simulator ever listens on. */
export const LOOPBACK = "127.0.0.1";

/** How long an unused connection stays open; nginx, which fronts the real API, keeps them 75 s. */
const KEEP_ALIVE_MS = 75_000;

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Destroys every connection and stops listening. */
  close(): Promise<void>;
}

/** Listens on loopback; port 0 takes any free one. Rejects with a sentence when the port is taken. */
export async function listenOnLoopback(
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LoopbackServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, handle);
  await listening(server, port);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    url: `http://${LOOPBACK}:${address.port}`,
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
