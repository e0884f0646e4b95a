import { randomInt } from "node:crypto";
import { createServer, type Server } from "node:net";

/** No wish, in the words of systems. */
const ANY = 0;

/** No system picks from these for outgoing connections: Linux begins at 32768, others at 49152. */
const LOWEST = 20_000;
const HIGHEST = 32_767;
/** So many taken ones in a row are no chance any more. */
const MOST_TRIES = 50;

/**
 * A loopback port that was free a moment ago: the wished one where that is possible, else one that no outgoing
 * connection takes until somebody listens there. Rejects when nobody may listen at all.
 */
export async function freePort(wished = ANY): Promise<number> {
  if (wished !== ANY && (await isFree(wished))) return wished;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if (await isFree(port)) return port;
  }
  throw new Error(`None of ${MOST_TRIES} ports between ${LOWEST} and ${HIGHEST} on 127.0.0.1 can be used.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await listen(server, port);
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}

/** Listens on loopback: on the wished port, or on any free one where that is taken. */
export async function listenOn(server: Server, wished = ANY): Promise<void> {
  await listen(server, wished).catch(() => listen(server, ANY));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
