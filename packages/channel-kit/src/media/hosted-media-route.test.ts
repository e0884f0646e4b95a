import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { HostedMedia } from "./hosted-media.ts";
import { HostedMediaRoute } from "./hosted-media-route.ts";

const BYTES = Buffer.from("0123456789".repeat(100));

let folder: string;
let clock: FakeClock;
let media: HostedMedia;
let server: Server;
let origin: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "route-"));
  clock = new FakeClock();
  media = new HostedMedia({ folder, clock });
  const route = new HostedMediaRoute(media);
  server = createServer((request, response) => {
    void route.serve((request.url ?? "").slice(1), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const put = async (name = "hoa.png", mime = "image/png", bytes: Buffer = BYTES) =>
  `${origin}/${await media.put({ bytes, mime, name })}`;
const get = (url: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(url, { method, headers });

test("a picture can be fetched as often as anybody likes, whole and with its type", async () => {
  const url = await put();
  for (let time = 0; time < 3; time += 1) {
    const response = await get(url);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(BYTES);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-disposition")).toBeNull();
  }
});

test("asking first what it is changes nothing", async () => {
  const url = await put();
  const head = await get(url, {}, "HEAD");
  expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "1000", ""]);
  expect((await get(url)).status).toBe(200);
});

describe("a part of a file", () => {
  test.each([
    ["bytes=0-9", "0123456789", "bytes 0-9/1000"],
    ["bytes=995-", "56789", "bytes 995-999/1000"],
    ["bytes=-3", "789", "bytes 997-999/1000"],
  ])("%s", async (range, text, said) => {
    const response = await get(await put(), { range });
    expect([response.status, await response.text()]).toEqual([206, text]);
    expect(response.headers.get("content-range")).toBe(said);
    expect(response.headers.get("content-length")).toBe(String(text.length));
  });

  test("beyond the end is refused, with the size", async () => {
    const response = await get(await put(), { range: "bytes=1000-" });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, "bytes */1000"]);
  });

  test("of another version is the whole of this one", async () => {
    const url = await put();
    const tag = (await get(url)).headers.get("etag") ?? "";
    expect((await get(url, { range: "bytes=0-1", "if-range": tag })).status).toBe(206);
    expect((await get(url, { range: "bytes=0-1", "if-range": '"other"' })).status).toBe(200);
  });

  test("is described by HEAD as well", async () => {
    const response = await get(await put(), { range: "bytes=0-9" }, "HEAD");
    expect([response.status, response.headers.get("content-length")]).toEqual([206, "10"]);
  });
});

test("who has it already is told so", async () => {
  const url = await put();
  const tag = (await get(url)).headers.get("etag") ?? "";
  const again = await get(url, { "if-none-match": `"x", ${tag}` });
  expect([again.status, await again.text()]).toEqual([304, ""]);
});

test.each([
  ["bảng giá.pdf", "application/pdf"],
  ["trang.html", "text/html"],
  ["hình.svg", "image/svg+xml"],
  ["la.bin", "application/octet-stream"],
])("%s is a download, under its own name, and nobody's page", async (name, mime) => {
  const { headers } = await get(await put(name, mime));
  const disposition = headers.get("content-disposition") ?? "";
  expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''/);
  expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? "")).toBe(name);
  expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
});

test("a name cannot end its own quotes", async () => {
  const { headers } = await get(await put('a"; x="b.pdf', "application/pdf"));
  expect(headers.get("content-disposition")).toContain('filename="a_; x=_b.pdf"');
});

test("an empty file is served as one", async () => {
  const response = await get(await put("trống.txt", "text/plain", Buffer.alloc(0)));
  expect([response.status, await response.text()]).toEqual([200, ""]);
});

test("unknown is 404, expired is 410, and nothing may be sent here", async () => {
  const url = await put();
  expect((await get(`${url}x`)).status).toBe(404);
  expect((await get(`${origin}/`)).status).toBe(404);
  const post = await get(url, {}, "POST");
  expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  await clock.advance(24 * 60 * 60 * 1_000);
  const gone = await get(url);
  expect([gone.status, gone.headers.get("cache-control")]).toEqual([410, "no-store"]);
});
