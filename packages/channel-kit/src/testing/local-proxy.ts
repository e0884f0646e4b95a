import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";

/** A proxy on this machine that counts what passes. */
export interface LocalProxy extends AsyncDisposable {
  /** As a setting would name it, with user and password when it wants them. */
  url: string;
  port: number;
  /** What was asked of it, in order: `CONNECT host:port`, or the method and URL of a plain request. */
  passed: readonly string[];
  /** Connections cut, nobody let in any more. */
  close(): Promise<void>;
}

export interface LocalProxyOptions {
  /** The port to listen on; any free one without it. */
  port?: number;
  credentials?: { user: string; password: string };
  /** Where names lead that only this proxy knows. */
  hosts?: Readonly<Record<string, string>>;
  /** Key and certificate, for an HTTP proxy that is spoken to over TLS. */
  tls?: { key: string; cert: string };
}

/** An HTTP proxy: tunnels by CONNECT, and plain requests with the whole URL in their first line. */
export async function startHttpProxy(options: LocalProxyOptions = {}): Promise<LocalProxy> {
  const passed: string[] = [];
  const isKnown = (asked: IncomingMessage) => {
    if (options.credentials === undefined) return true;
    const { user, password } = options.credentials;
    const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
    return asked.headers["proxy-authorization"] === wanted;
  };
  const onRequest = (asked: IncomingMessage, answer: ServerResponse) => {
    if (!isKnown(asked)) return answer.writeHead(407).end();
    const url = new URL(asked.url ?? "");
    passed.push(`${asked.method} ${url.origin}${url.pathname}`);
    const { "proxy-authorization": _, ...headers } = asked.headers;
    const onward = request(url, { method: asked.method, headers, hostname: whereTo(options, url.hostname) });
    onward.on("response", (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
      got.on("error", () => answer.destroy());
    });
    onward.on("error", () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
    answer.on("close", () => onward.destroy());
    return asked.pipe(onward);
  };
  const server =
    options.tls === undefined ? createServer(onRequest) : createTlsServer(options.tls, onRequest);
  server.on("connect", (asked: IncomingMessage, socket: Socket) => {
    if (!isKnown(asked)) return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    passed.push(`CONNECT ${asked.url}`);
    const target = new URL(`tcp://${asked.url}`);
    return bridge(socket, whereTo(options, target.hostname), Number(target.port), (ok) =>
      ok ? "HTTP/1.1 200 Connection established\r\n\r\n" : "HTTP/1.1 502 Bad Gateway\r\n\r\n",
    );
  });
  return await listening(server, options, passed, options.tls === undefined ? "http" : "https");
}

/** A SOCKS5 proxy (RFC 1928, 1929) that knows CONNECT. */
export async function startSocks5Proxy(options: LocalProxyOptions = {}): Promise<LocalProxy> {
  const passed: string[] = [];
  const server = createTcpServer((socket) => {
    socket.on("error", () => socket.destroy());
    void serveSocks5(socket, options, passed).catch(() => socket.destroy());
  });
  return await listening(server, options, passed, "socks5");
}

async function serveSocks5(socket: Socket, options: LocalProxyOptions, passed: string[]): Promise<void> {
  const read = async (count: number): Promise<Buffer> => {
    for (;;) {
      const chunk = socket.read(count) as Buffer | null;
      if (chunk !== null) return chunk;
      await once(socket, "readable");
    }
  };
  const counted = async () => await read((await read(1))[0] ?? 0);
  await read(1);
  const methods = await counted();
  const wanted = options.credentials === undefined ? 0 : 2;
  if (!methods.includes(wanted)) {
    socket.end(Buffer.from([5, 0xff]));
    return;
  }
  socket.write(Buffer.from([5, wanted]));
  if (options.credentials !== undefined) {
    await read(1);
    const user = String(await counted());
    const password = String(await counted());
    const right = user === options.credentials.user && password === options.credentials.password;
    socket.write(Buffer.from([1, right ? 0 : 1]));
    if (!right) return;
  }
  const [, , , atyp] = await read(4);
  const host = atyp === 3 ? String(await counted()) : [...(await read(atyp === 1 ? 4 : 16))].join(".");
  const port = (await read(2)).readUInt16BE();
  passed.push(`CONNECT ${host}:${port}`);
  bridge(socket, whereTo(options, host), port, (ok) => Buffer.from([5, ok ? 0 : 5, 0, 1, 0, 0, 0, 0, 0, 0]));
}

const whereTo = ({ hosts }: LocalProxyOptions, host: string): string => hosts?.[host] ?? host;

/** Connects the socket to the target, says whether it worked, and carries bytes both ways until one side ends. */
function bridge(socket: Socket, host: string, port: number, say: (ok: boolean) => string | Buffer): void {
  const target = connect(port, host);
  let reached = false;
  target.once("connect", () => {
    reached = true;
    socket.write(say(true));
    socket.pipe(target).pipe(socket);
  });
  target.on("error", () => (reached ? socket.destroy() : socket.end(say(false))));
  socket.on("error", () => target.destroy());
  socket.on("close", () => target.destroy());
}

async function listening(
  server: Server,
  { port = 0, credentials }: LocalProxyOptions,
  passed: readonly string[],
  scheme: string,
): Promise<LocalProxy> {
  const sockets = new Set<Socket>();
  server.on(scheme === "https" ? "secureConnection" : "connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const at = (server.address() as AddressInfo).port;
  const who = credentials === undefined ? "" : `${credentials.user}:${credentials.password}@`;
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    url: `${scheme}://${who}127.0.0.1:${at}`,
    port: at,
    passed,
    close,
    [Symbol.asyncDispose]: close,
  };
}
