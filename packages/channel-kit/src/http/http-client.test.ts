import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { LOCAL_CERTIFICATE } from "../testing/local-certificate.ts";
import {
  type LocalProxy,
  type LocalProxyOptions,
  startHttpProxy,
  startSocks5Proxy,
} from "../testing/local-proxy.ts";
import { type HttpClient, openHttpClient } from "./http-client.ts";
import { NotConnected, networkCode } from "./network-failure.ts";
import { parseProxyAddress } from "./proxy-address.ts";

const NEVER = new AbortController().signal;
/** A name that only the proxies of these tests know. */
const NAME = "zalo.test";

const stack = new AsyncDisposableStack();
const trusted = getCACertificates("default");
let plain: Site;
let secure: Site;
let clients: HttpClient[];

beforeAll(async () => {
  setDefaultCACertificates([...trusted, LOCAL_CERTIFICATE.cert]);
  plain = stack.use(await openSite(false));
  secure = stack.use(await openSite(true));
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await stack.disposeAsync();
});
beforeEach(() => {
  clients = [];
  plain.seen.length = 0;
  secure.seen.length = 0;
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()));
});

interface Site extends AsyncDisposable {
  port: number;
  /** Method, path and body of each request. */
  seen: string[];
  /** Resolves when a client leaves before it was answered at `/hang`. */
  left: Promise<void>;
}

async function openSite(tls: boolean): Promise<Site> {
  const seen: string[] = [];
  const left = Promise.withResolvers<void>();
  const onRequest = async (asked: IncomingMessage, answer: ServerResponse) => {
    let body = "";
    for await (const chunk of asked) body += String(chunk);
    seen.push(`${asked.method} ${asked.headers.host} ${asked.url} ${body}`);
    if (asked.headers["proxy-authorization"] !== undefined) seen.push("a secret that was not for us");
    if (asked.url === "/hang") answer.on("close", () => left.resolve());
    else answer.end("xin chào");
  };
  const server = tls ? createTlsServer(LOCAL_CERTIFICATE, onRequest) : createServer(onRequest);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    left: left.promise,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function through(proxyUrl?: string): HttpClient {
  const proxy = proxyUrl === undefined ? undefined : parseProxyAddress(proxyUrl);
  const client = openHttpClient({ proxy });
  clients.push(client);
  return client;
}

const post = async (client: HttpClient, url: string, signal = NEVER): Promise<string> => {
  const response = await client.request({ url, method: "POST", body: "chào", signal });
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body) chunks.push(chunk);
  return `${response.status} ${Buffer.concat(chunks).toString()}`;
};

const failureOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => "no failure",
    (error: unknown) =>
      error instanceof NotConnected ? { proxy: error.proxy, detail: error.detail } : networkCode(error),
  );

type Start = (options?: LocalProxyOptions) => Promise<LocalProxy>;
const PROXIES: readonly [string, Start][] = [
  ["an HTTP proxy", startHttpProxy],
  ["an HTTP proxy spoken to over TLS", (options) => startHttpProxy({ ...options, tls: LOCAL_CERTIFICATE })],
  ["a SOCKS5 proxy", startSocks5Proxy],
];
const HOSTS = { [NAME]: "127.0.0.1" };
const CREDENTIALS = { user: "shop", password: "rất bí mật" };

test("without a proxy the request goes straight, whatever the environment says", async () => {
  await using proxy = await startHttpProxy();
  process.env["HTTP_PROXY"] = proxy.url;
  try {
    expect(await post(through(), `http://127.0.0.1:${plain.port}/a?b=c`)).toBe("200 xin chào");
  } finally {
    delete process.env["HTTP_PROXY"];
  }
  expect(plain.seen).toEqual([`POST 127.0.0.1:${plain.port} /a?b=c chào`]);
  expect(proxy.passed).toEqual([]);
});

test("bytes are sent as they are", async () => {
  const bytes = Uint8Array.of(0xc3, 0xa0);
  await through().request({
    url: `http://127.0.0.1:${plain.port}/`,
    method: "POST",
    body: bytes,
    signal: NEVER,
  });
  expect(plain.seen).toEqual([`POST 127.0.0.1:${plain.port} / à`]);
});

test("a connection that nobody waits for any more is not handed out", async () => {
  const signal = AbortSignal.abort();
  await expect(through().connect(`http://127.0.0.1:${plain.port}`, signal)).rejects.toBe(signal.reason);
});

describe.each(PROXIES)("through %s", (_, start) => {
  test("plain requests and those over TLS arrive, and names are resolved there", async () => {
    await using proxy = await start({ hosts: HOSTS });
    const client = through(proxy.url);
    expect(await post(client, `http://${NAME}:${plain.port}/a?b=c`)).toBe("200 xin chào");
    expect(await post(client, `https://${NAME}:${secure.port}/d`)).toBe("200 xin chào");
    expect(plain.seen).toEqual([`POST ${NAME}:${plain.port} /a?b=c chào`]);
    expect(secure.seen).toEqual([`POST ${NAME}:${secure.port} /d chào`]);
    expect(proxy.passed).toHaveLength(2);
    expect(proxy.passed[1]).toBe(`CONNECT ${NAME}:${secure.port}`);
  });

  test("a connection is used again, and a literal address goes through as well", async () => {
    await using proxy = await start();
    const client = through(proxy.url);
    const requests = Array.from({ length: 6 }, () => `https://127.0.0.1:${secure.port}/d`);
    for (const url of requests) await post(client, url);
    expect(new Set(proxy.passed)).toEqual(new Set([`CONNECT 127.0.0.1:${secure.port}`]));
    expect(proxy.passed.length).toBeLessThan(requests.length);
  });

  test("user and password are shown to the proxy and to nobody else", async () => {
    await using proxy = await start({ credentials: CREDENTIALS });
    const client = through(proxy.url);
    await post(client, `http://127.0.0.1:${plain.port}/`);
    await post(client, `https://127.0.0.1:${secure.port}/`);
    expect([...plain.seen, ...secure.seen]).toHaveLength(2);
  });

  test.each(["wrong", undefined])("with password %s nothing passes", async (password) => {
    await using proxy = await start({ credentials: CREDENTIALS });
    const url = new URL(proxy.url);
    url.username = password === undefined ? "" : "shop";
    url.password = password ?? "";
    const client = through(url.href);
    const refused = { proxy: "credentials", detail: expect.stringMatching(/^(?:HTTP 407|SOCKS5 user \w+)$/) };
    expect(await failureOf(post(client, `http://127.0.0.1:${plain.port}/`))).toEqual(refused);
    expect(await failureOf(post(client, `https://127.0.0.1:${secure.port}/`))).toEqual(refused);
    expect([...plain.seen, ...secure.seen]).toEqual([]);
  });

  test("when it is gone nothing goes straight to the target", async () => {
    const proxy = await start();
    const client = through(proxy.url);
    await post(client, `https://127.0.0.1:${secure.port}/`);
    await proxy.close();
    const gone = { proxy: "unreachable", detail: "ECONNREFUSED" };
    // What a broken keep-alive connection says depends on when the end of it is noticed.
    await failureOf(post(client, `https://127.0.0.1:${secure.port}/`));
    expect(await failureOf(post(client, `https://127.0.0.1:${secure.port}/`))).toEqual(gone);
    expect(await failureOf(post(client, `http://127.0.0.1:${plain.port}/`))).toEqual(gone);
    expect([...plain.seen, ...secure.seen]).toHaveLength(1);
  });

  test("that it cannot reach the target is said", async () => {
    await using proxy = await start();
    const closed = await openSite(true);
    await closed[Symbol.asyncDispose]();
    expect(await failureOf(post(through(proxy.url), `https://127.0.0.1:${closed.port}/`))).toEqual({
      proxy: "refused",
      detail: expect.stringMatching(/^(?:HTTP 502|SOCKS5 connection refused)$/),
    });
  });

  test("what speaks something of its own gets its connection by the same way", async () => {
    await using proxy = await start({ hosts: HOSTS });
    const client = through(proxy.url);
    for (const url of [`http://${NAME}:${plain.port}`, `https://${NAME}:${secure.port}`]) {
      const socket = await client.connect(url, NEVER);
      socket.write(`GET /own HTTP/1.1\r\nHost: ${NAME}\r\nConnection: close\r\n\r\n`);
      let answer = "";
      for await (const chunk of socket) answer += String(chunk);
      expect(answer).toContain("xin chào");
    }
    expect(proxy.passed).toEqual([`CONNECT ${NAME}:${plain.port}`, `CONNECT ${NAME}:${secure.port}`]);
    await proxy.close();
    const gone = { proxy: "unreachable", detail: "ECONNREFUSED" };
    expect(await failureOf(client.connect(`http://127.0.0.1:${plain.port}`, NEVER))).toEqual(gone);
  });

  test("an aborted request leaves, and the target sees it", async () => {
    await using proxy = await start();
    const site = await openSite(false);
    const stop = new AbortController();
    const asked = post(through(proxy.url), `http://127.0.0.1:${site.port}/hang`, stop.signal);
    const failed = expect(asked).rejects.toThrow();
    while (site.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await failed;
    await site.left;
    await site[Symbol.asyncDispose]();
  });
});

test.each(["http", "socks5"])(
  "something else at the address of a %s proxy is not mistaken for one",
  async (scheme) => {
    const server = createTcpServer((socket) => {
      socket.once("data", () => socket.end("220 smtp.example.com ESMTP\r\n\r\n"));
      socket.on("error", () => {});
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const client = through(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await failureOf(post(client, `https://127.0.0.1:${secure.port}/`))).toEqual({
      proxy: "refused",
      detail: scheme === "http" ? "not HTTP" : "not SOCKS5",
    });
    server.close();
  },
);

test.each(["http", "socks5"])("a %s proxy that hangs up is one that cannot be reached", async (scheme) => {
  const server = createTcpServer((socket) => socket.once("data", () => socket.end()).on("error", () => {}));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = through(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect(await failureOf(post(client, `https://127.0.0.1:${secure.port}/`))).toEqual({
    proxy: "unreachable",
    detail: "no answer",
  });
  server.close();
});
