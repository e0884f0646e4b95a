import { type AddressInfo, createServer, type Server } from "node:net";

/** A loopback port that was free a moment ago: the wished one where that is possible. */
export async function freePort(wished = 0): Promise<number> {
  const server = createServer();
  await listenOn(server, wished);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Listens on loopback: on the wished port, or on any free one where that is taken. */
export async function listenOn(server: Server, wished: number): Promise<void> {
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  await listen(wished).catch(() => listen(0));
}
