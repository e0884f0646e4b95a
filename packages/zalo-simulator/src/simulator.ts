import type { IncomingMessage, ServerResponse } from "node:http";
import { BotApi } from "./bot-api/server.ts";
import { ControlApi } from "./control/server.ts";
import { FaultBook } from "./faults/fault-book.ts";
import { type LoopbackServer, listenOnLoopback, type TlsIdentity } from "./http/loopback-server.ts";
import { serve } from "./media/serve.ts";
import { MediaShelf } from "./media/shelf.ts";
import type { Desk } from "./page/desk.ts";
import { PageApi } from "./page/server.ts";
import { SOCKET_HOST } from "./personal/hosts.ts";
import { Personal } from "./personal/personal.ts";
import { hostAddress, isOverride, overrideAddress, type Via } from "./personal/web-request.ts";
import { Bell } from "./world/bell.ts";
import { Journal } from "./world/journal.ts";
import { World } from "./world/world.ts";

export interface SimulatorOptions {
  /** Port on 127.0.0.1. Default 0: any free one. */
  port?: number;
  /**
   * Answers for Zalo's own host names over TLS too, for clients whose names are resolved to 127.0.0.1. The
   * certificate must cover `*.zalo.me` and `*.chat.zalo.me`; clients need its issuer in NODE_EXTRA_CA_CERTS.
   */
  tls?: TlsIdentity & { port?: number };
  /** The operator's side, for the page: who runs a gateway on this Zalo can show it there. */
  desk?: Desk;
  /** Where the page's built files are. Default: those of this repository. */
  pageFolder?: string;
}

/** A running Zalo. */
export interface Simulator extends AsyncDisposable {
  /**
   * `http://127.0.0.1:PORT`: the origin of the Bot API, with the phone to look at as `/`, what it reads under
   * `/page/`, the control API under `/control/`, files under `/media/` and Zalo's own hosts under `/web/<host>`.
   */
  readonly url: string;
  /** The port on 127.0.0.1 of the TLS side, where there is one. */
  readonly tlsPort: number | undefined;
  readonly world: World;
  readonly journal: Journal;
  readonly faults: FaultBook;
  /** The files it serves: samples for people to send, and the photos that bots sent. */
  readonly media: MediaShelf;
  /** Personal accounts: logins, sockets, and what happens to them. */
  readonly personal: Personal;
  /** Ends open polls and connections; every wait for the world or the journal rejects. */
  close(): Promise<void>;
}

/** Starts a Zalo of one's own, on loopback only. Rejects when a port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const closing = new AbortController();
  const journal = new Journal(closing.signal);
  const settings = new Bell();
  const world = new World(journal, closing.signal, settings.ring);
  const faults = new FaultBook(settings.ring);
  const media = new MediaShelf(() => server.url);
  const botApi = new BotApi({ world, journal, faults, media, closed: closing.signal });
  const socketUrl = (via: Via) =>
    via === "tls" ? `wss://${SOCKET_HOST}/` : `${server.url.replace("http:", "ws:")}/web/${SOCKET_HOST}/`;
  const personal = new Personal({
    world,
    journal,
    faults,
    media,
    closed: closing.signal,
    switched: settings.ring,
    socketUrl,
  });
  const control = new ControlApi({ world, journal, faults, media, personal });
  const { desk, pageFolder: folder } = options;
  const page = new PageApi({ world, journal, faults, media, personal, botApi, settings, desk, folder });

  const server = await listenOnLoopback(options.port ?? 0, {
    request: (request, response) => loudly(response, route(request, response)),
    upgrade: (request, stream, head) =>
      personal.upgrade(overrideAddress(pathOf(request)), { request, stream, head }),
  });
  const { tls } = options;
  const tlsServer = tls === undefined ? undefined : await listenWithTls(tls).catch(closeAndThrow);

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", server.url);
    if (control.owns(url.pathname)) await control.handle(request, response, url);
    else if (page.owns(url.pathname)) await page.handle(request, response, url);
    else if (media.owns(url.pathname)) serve(request, response, media.at(url.pathname));
    else if (isOverride(url.pathname)) {
      const address = overrideAddress(url.pathname);
      await personal.handle(request, response, { address, query: url.searchParams });
    } else await botApi.handle(request, response, url);
  }

  function listenWithTls({ port = 0, key, cert }: NonNullable<SimulatorOptions["tls"]>) {
    return listenOnLoopback(
      port,
      {
        request: (request, response) => {
          const url = new URL(request.url ?? "/", server.url);
          const at = { address: hostAddress(request, url.pathname), query: url.searchParams };
          loudly(response, personal.handle(request, response, at));
        },
        upgrade: (request, stream, head) =>
          personal.upgrade(hostAddress(request, pathOf(request)), { request, stream, head }),
      },
      { key, cert },
    );
  }

  async function closeAndThrow(error: unknown): Promise<LoopbackServer> {
    await server.close();
    throw error;
  }

  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= closeAll();
    return closed;
  };
  async function closeAll(): Promise<void> {
    page.close();
    botApi.endPolls();
    closing.abort();
    personal.endSockets();
    await Promise.all([server.close(), tlsServer?.close()]);
  }
  return {
    url: server.url,
    tlsPort: tlsServer?.port,
    world,
    journal,
    faults,
    media,
    personal,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A mistake of the simulator itself: loud, so that nobody takes it for Zalo's behaviour. */
function loudly(response: ServerResponse, handling: Promise<void>): void {
  handling.catch((error: unknown) => {
    process.emitWarning(asError(error));
    response.destroy();
  });
}

const pathOf = (request: IncomingMessage): string => (request.url ?? "/").split("?")[0] ?? "/";

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
