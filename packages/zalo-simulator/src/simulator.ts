import type { IncomingMessage, ServerResponse } from "node:http";
import { BotApi } from "./bot-api/server.ts";
import { ControlApi } from "./control/server.ts";
import { FaultBook } from "./faults/fault-book.ts";
import { listenOnLoopback } from "./http/loopback-server.ts";
import { serve } from "./media/serve.ts";
import { MediaShelf } from "./media/shelf.ts";
import { Journal } from "./world/journal.ts";
import { World } from "./world/world.ts";

export interface SimulatorOptions {
  /** Port on 127.0.0.1. Default 0: any free one. */
  port?: number;
}

/** A running Zalo. */
export interface Simulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: the origin of the Bot API, with the control API under `/control/` and files under `/media/`. */
  readonly url: string;
  readonly world: World;
  readonly journal: Journal;
  readonly faults: FaultBook;
  /** The files it serves: samples for people to send, and the photos that bots sent. */
  readonly media: MediaShelf;
  /** Ends open polls and connections; every wait for the world or the journal rejects. */
  close(): Promise<void>;
}

/** Starts a Zalo of one's own, on loopback only. Rejects when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const closing = new AbortController();
  const journal = new Journal(closing.signal);
  const world = new World(journal, closing.signal);
  const faults = new FaultBook();
  const media = new MediaShelf(() => server.url);
  const botApi = new BotApi({ world, journal, faults, media, closed: closing.signal });
  const control = new ControlApi({ world, journal, faults, media });
  const server = await listenOnLoopback(options.port ?? 0, (request, response) => {
    route(request, response).catch((error: unknown) => {
      // A mistake of the simulator itself: loud, so that nobody takes it for Zalo's behaviour.
      process.emitWarning(asError(error));
      response.destroy();
    });
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", server.url);
    if (control.owns(url.pathname)) await control.handle(request, response, url);
    else if (media.owns(url.pathname)) serve(request, response, media.at(url.pathname));
    else await botApi.handle(request, response, url);
  }

  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= closeAll();
    return closed;
  };
  async function closeAll(): Promise<void> {
    botApi.endPolls();
    closing.abort();
    await server.close();
  }
  return { url: server.url, world, journal, faults, media, close, [Symbol.asyncDispose]: close };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
