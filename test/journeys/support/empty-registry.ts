import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A package registry that has no packages. */
export interface EmptyRegistry extends AsyncDisposable {
  url: string;
  /** The names of what somebody has looked for, such as `@openclaw/zalo`. */
  readonly asked: readonly string[];
}

/** Starts one on this machine, so that a story needs no network and knows what was looked for. */
export async function startEmptyRegistry(): Promise<EmptyRegistry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(decodeURIComponent(request.url ?? "").slice(1));
    response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
