import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startSimulator } from "../simulator.ts";

test("the page is served with a policy that lets it load from here only", async () => {
  const pageFolder = mkdtempSync(join(tmpdir(), "zalo-page-"));
  try {
    mkdirSync(join(pageFolder, "assets"));
    writeFileSync(join(pageFolder, "index.html"), "<p>phone</p>");
    writeFileSync(join(pageFolder, "assets", "index-a1.js"), "1");
    await using zalo = await startSimulator({ pageFolder });
    const index = await fetch(`${zalo.url}/`);
    expect(await index.text()).toBe("<p>phone</p>");
    expect(index.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(index.headers.get("cache-control")).toBe("no-cache");
    const script = await fetch(`${zalo.url}/assets/index-a1.js`);
    expect(script.headers.get("content-type")).toContain("text/javascript");
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect((await fetch(`${zalo.url}/assets/none.js`)).status).toBe(404);
    // A path that leaves the folder is none of the page's.
    const outside = await fetch(`${zalo.url}/assets/..%2findex.html`);
    expect(await outside.text()).not.toContain("phone");
    const foreign = await fetch(`${zalo.url}/`, { headers: { origin: "https://example.org" } });
    expect(foreign.status).toBe(403);
  } finally {
    rmSync(pageFolder, { recursive: true });
  }
});

test("a page that is not built says how to build it", async () => {
  await using zalo = await startSimulator({ pageFolder: "/nowhere" });
  const response = await fetch(`${zalo.url}/`);
  expect(response.status).toBe(503);
  expect(await response.text()).toContain("npm run build");
});

test("a file that a page sends is there to be written about, and what it holds cannot act as a page", async () => {
  await using zalo = await startSimulator();
  const post = (body: Buffer | string, headers: Record<string, string> = {}) =>
    fetch(`${zalo.url}/page/media?name=hoa.jpg`, {
      method: "POST",
      body,
      headers: { "content-type": "image/jpeg", ...headers },
    });
  const sent = Buffer.alloc(2 * 1024 * 1024, 7);
  const { url, size } = (await (await post(sent)).json()) as { url: string; size: number };
  expect(size).toBe(sent.length);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/media\/\w+\.jpg$/);
  const got = await fetch(url);
  expect(Buffer.from(await got.arrayBuffer()).equals(sent)).toBe(true);
  expect(got.headers.get("content-security-policy")).toBe("sandbox");
  expect((await post("")).status).toBe(400);
  expect((await post(sent, { origin: "https://example.org" })).status).toBe(403);
});

test("a part of a file can be asked for, as players do", async () => {
  await using zalo = await startSimulator();
  const url = zalo.media.host({ type: "audio/mp4", bytes: Buffer.from("0123456789") });
  const part = async (range: string) => {
    const response = await fetch(url, { headers: { range } });
    return [response.status, response.headers.get("content-range"), await response.text()];
  };
  expect(await part("bytes=2-4")).toEqual([206, "bytes 2-4/10", "234"]);
  expect(await part("bytes=7-")).toEqual([206, "bytes 7-9/10", "789"]);
  expect(await part("bytes=8-99")).toEqual([206, "bytes 8-9/10", "89"]);
  expect(await part("bytes=-3")).toEqual([206, "bytes 7-9/10", "789"]);
  expect(await part("bytes=10-")).toEqual([416, "bytes */10", ""]);
  expect(await part("lines=1-2")).toEqual([200, null, "0123456789"]);
});
