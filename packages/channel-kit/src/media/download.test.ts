import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseProxyAddress } from "../http/proxy-address.ts";
import { startHttpProxy } from "../testing/local-proxy.ts";
import { DownloadError, type Downloads, openDownloads } from "./download.ts";

const NEVER = new AbortController().signal;
const PATIENT_MS = 60_000;
const PNG = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(1_000, 7)]);

/** What a page of the site does with a request. */
type Page = (answer: ServerResponse, asked: IncomingMessage) => void;

let origin: string;
let pages: Record<string, Page>;
let asked: string[];
let downloads: Downloads;
const server = createServer((request, answer) => {
  asked.push(request.url ?? "");
  const page = pages[new URL(request.url ?? "", "http://x").pathname];
  if (page === undefined) answer.writeHead(404).end();
  else page(answer, request);
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  pages = { "/flower.png": (answer) => answer.end(PNG) };
  asked = [];
  downloads = openDownloads({ allowedOrigin: origin });
});
afterEach(() => downloads.close());

const redirectTo =
  (location: string, status = 302): Page =>
  (answer) =>
    answer.writeHead(status, { location }).end();

const get = (url: string, options: Partial<Parameters<Downloads["download"]>[1]> = {}) =>
  downloads.download(url, { maxBytes: 1024 * 1024, deadlineMs: PATIENT_MS, signal: NEVER, ...options });

async function failureOf(answer: Promise<unknown>): Promise<DownloadError> {
  const failure = await answer.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(failure instanceof DownloadError)) throw new Error(`no failure, but ${String(failure)}`);
  return failure;
}

describe("a file", () => {
  test("comes whole, and is known by its content and not by what the server says", async () => {
    pages["/a"] = (answer) => answer.writeHead(200, { "content-type": "text/html" }).end(PNG);
    const { bytes, fileType } = await get(`${origin}/a?expires=1`);
    expect(Buffer.from(bytes).equals(PNG)).toBe(true);
    expect(fileType).toMatchObject({ mime: "image/png", kind: "image" });
  });

  test("of no known type comes without one", async () => {
    pages["/a"] = (answer) => answer.writeHead(200, { "content-type": "image/png" }).end("<html>");
    expect(await get(`${origin}/a`)).not.toHaveProperty("fileType");
  });

  test("may be exactly as large as is allowed", async () => {
    expect((await get(`${origin}/flower.png`, { maxBytes: PNG.length })).bytes).toHaveLength(PNG.length);
    expect(await failureOf(get(`${origin}/flower.png`, { maxBytes: PNG.length - 1 }))).toMatchObject({
      reason: "too-large",
      code: "rejected",
    });
  });

  test("that never ends is let go when it has become too large", async () => {
    const left = Promise.withResolvers<void>();
    pages["/endless"] = (answer) => {
      const more = () => {
        while (answer.write(Buffer.alloc(64 * 1024)));
      };
      answer.on("drain", more).on("close", () => left.resolve());
      more();
    };
    expect(await failureOf(get(`${origin}/endless`))).toMatchObject({ reason: "too-large" });
    await left.promise;
  });

  test("that is announced as too large is not waited for", async () => {
    const left = Promise.withResolvers<void>();
    pages["/large"] = (answer) => {
      answer.writeHead(200, { "content-length": 1024 ** 3 }).write("a");
      answer.on("close", () => left.resolve());
    };
    expect(await failureOf(get(`${origin}/large`))).toMatchObject({ reason: "too-large" });
    await left.promise;
  });

  test.each([401, 403, 404, 410])("that is answered with %i is gone", async (status) => {
    pages["/a"] = (answer) => answer.writeHead(status).end();
    expect(await failureOf(get(`${origin}/a`))).toMatchObject({ reason: "not-found", retryable: false });
  });

  test.each([206, 204, 429, 500, 503])("that is answered with %i may come later", async (status) => {
    pages["/a"] = (answer) => answer.writeHead(status).end();
    expect(await failureOf(get(`${origin}/a`))).toMatchObject({ reason: "unreachable", retryable: true });
  });

  test("that stops half-way is not taken for whole", async () => {
    pages["/half"] = (answer) => {
      answer.writeHead(200, { "content-length": 1_000 }).write("half", () => answer.destroy());
    };
    expect(await failureOf(get(`${origin}/half`))).toMatchObject({ reason: "unreachable" });
  });

  test("that does not come in time is given up", async () => {
    pages["/slow"] = (answer) => answer.write("a");
    expect(await failureOf(get(`${origin}/slow`, { deadlineMs: 50 }))).toMatchObject({ reason: "timeout" });
    pages["/silent"] = () => {};
    expect(await failureOf(get(`${origin}/silent`, { deadlineMs: 50 }))).toMatchObject({ code: "timeout" });
  });

  test("that nobody wants any more is let go, and the server sees it", async () => {
    const stop = new AbortController();
    const left = Promise.withResolvers<void>();
    pages["/a"] = (answer) => {
      answer.on("close", () => left.resolve());
      stop.abort();
    };
    expect(await failureOf(get(`${origin}/a`, { signal: stop.signal }))).toMatchObject({ code: "aborted" });
    await left.promise;
  });
});

describe("a redirect", () => {
  test.each([301, 302, 303, 307, 308])("with %i is followed", async (status) => {
    pages["/a"] = redirectTo("/flower.png", status);
    expect((await get(`${origin}/a`)).bytes).toHaveLength(PNG.length);
  });

  test("is followed five times and not a sixth", async () => {
    for (const step of [1, 2, 3, 4, 5, 6]) pages[`/${step}`] = redirectTo(`/${step - 1}`);
    pages["/0"] = (answer) => answer.end(PNG);
    expect((await get(`${origin}/5`)).bytes).toHaveLength(PNG.length);
    expect(await failureOf(get(`${origin}/6`))).toMatchObject({ reason: "bad-redirect" });
  });

  test.each(["http://", "https://[::1"])("to %j leads nowhere", async (location) => {
    pages["/a"] = redirectTo(location);
    expect(await failureOf(get(`${origin}/a`))).toMatchObject({ reason: "bad-redirect" });
  });

  test.each([
    "file:///etc/passwd",
    "http://localhost/",
    "http://169.254.169.254/latest/",
    "http://shop:x@example.com/",
  ])("to %s is refused", async (location) => {
    pages["/a"] = redirectTo(location);
    expect(await failureOf(get(`${origin}/a`))).toMatchObject({ reason: "refused-address" });
  });
});

describe("what is not on the public internet", () => {
  beforeEach(async () => {
    await downloads.close();
    downloads = openDownloads();
  });

  test("is not connected to, in whatever form it is written", async () => {
    const { port } = new URL(origin);
    const forms = [
      "127.0.0.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "127.1",
      "[::1]",
      "[::ffff:127.0.0.1]",
    ];
    for (const host of [...forms, "localhost"]) {
      expect(await failureOf(get(`http://${host}:${port}/flower.png`))).toMatchObject({
        reason: "refused-address",
        retryable: false,
      });
    }
    expect(asked).toEqual([]);
  });

  test.each(["ftp://example.com/a", "file:///etc/passwd", "data:image/png;base64,aaaa", "flower.png", ""])(
    "%j is no address",
    async (url) => {
      expect(await failureOf(get(url))).toMatchObject({ reason: "refused-address" });
    },
  );

  test("one origin may be allowed, and no other port of the same machine", async () => {
    const other = openDownloads({ allowedOrigin: "http://127.0.0.1:1" });
    const answer = other.download(`${origin}/flower.png`, {
      maxBytes: 9,
      deadlineMs: PATIENT_MS,
      signal: NEVER,
    });
    expect(await failureOf(answer)).toMatchObject({ reason: "refused-address" });
    await other.close();
    expect(asked).toEqual([]);
  });
});

describe("through a proxy", () => {
  test("names are the proxy's to resolve, local ones are not asked for", async () => {
    await using proxy = await startHttpProxy({ hosts: { "files.example.com": "127.0.0.1" } });
    await downloads.close();
    downloads = openDownloads({ proxy: parseProxyAddress(proxy.url) });
    const { port } = new URL(origin);
    expect((await get(`http://files.example.com:${port}/flower.png`)).bytes).toHaveLength(PNG.length);
    for (const host of ["127.0.0.1", "[::1]", "localhost", "nas.local", "10.0.0.1"]) {
      const failure = await failureOf(get(`http://${host}:${port}/flower.png`));
      expect(failure).toMatchObject({ reason: "refused-address" });
    }
    pages["/a"] = redirectTo("http://127.0.0.1/");
    expect(await failureOf(get(`http://files.example.com:${port}/a`))).toMatchObject({
      reason: "refused-address",
    });
    expect(proxy.passed).toEqual([
      `GET http://files.example.com:${port}/flower.png`,
      `GET http://files.example.com:${port}/a`,
    ]);
  });

  test("that is gone nothing is fetched, not even from the allowed origin", async () => {
    const proxy = await startHttpProxy();
    await proxy.close();
    await downloads.close();
    downloads = openDownloads({ proxy: parseProxyAddress(proxy.url), allowedOrigin: origin });
    const failure = await failureOf(get(`${origin}/flower.png`));
    expect(failure).toMatchObject({ reason: "unreachable", retryable: true });
    expect(failure.message).toContain("through the proxy");
    expect(asked).toEqual([]);
  });
});

test("no failure repeats an address that may be a key", async () => {
  pages["/secret-path"] = (answer) => answer.writeHead(403).end();
  pages["/to"] = redirectTo("http://user:secret-word@example.com/?secret-query");
  const urls = [
    `${origin}/secret-path?secret-query`,
    `${origin}/to?secret-query`,
    "http://user:secret-word@example.com/",
    "http://localhost:1/secret-path?secret-query",
    "ftp://example.com/secret-path",
  ];
  for (const url of urls) {
    const failure = await failureOf(get(url));
    expect(`${failure.message} ${failure.stack}`).not.toContain("secret-");
  }
});
