import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { HttpResponse } from "channel-kit/http/http-client";
import { expect, test } from "vitest";
import { readBody, toResponse } from "./web-answer.ts";

const AT = new URL("https://id.zalo.me/account/checksession?x=1");

const answer = (headers: HttpResponse["headers"], ...chunks: Uint8Array[]): HttpResponse => ({
  status: 200,
  headers,
  body: (async function* () {
    yield* chunks;
  })(),
  discard: () => {},
});

test.each([
  ["gzip", gzipSync],
  ["deflate", deflateSync],
  ["br", brotliCompressSync],
  ["zstd", zstdCompressSync],
  ["identity", (bytes: Buffer) => bytes],
])("a body in %s is read", async (encoding, pack) => {
  const body = pack(Buffer.from("xin chào"));
  const read = await readBody(
    answer({ "content-encoding": encoding }, body.subarray(0, 3), body.subarray(3)),
  );
  expect(read.toString()).toBe("xin chào");
});

test("a body that is too large, or unfolds to what is, is refused", async () => {
  const mb = Buffer.alloc(1024 * 1024);
  await expect(readBody(answer({}, ...Array.from({ length: 40 }, () => mb)))).rejects.toThrow();
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  await expect(readBody(answer({ "content-encoding": "gzip" }, bomb))).rejects.toThrow();
});

test("a cookie without a domain belongs to who sent it; all of them are told one by one", () => {
  const cookies = ["a=1; Path=/", "b=2; Domain=.zalo.me", "c=3; Expires=Wed, 18 Mar 2026 00:00:00 GMT"];
  const response = toResponse(AT, answer({ "set-cookie": cookies }), Buffer.alloc(0));
  expect(response.headers.getSetCookie()).toEqual([
    "a=1; Path=/; Domain=id.zalo.me",
    "b=2; Domain=.zalo.me",
    "c=3; Expires=Wed, 18 Mar 2026 00:00:00 GMT; Domain=id.zalo.me",
  ]);
});

test("a relative redirect is made absolute", () => {
  const response = toResponse(AT, { ...answer({ location: "/jr" }), status: 302 }, Buffer.alloc(0));
  expect([response.status, response.headers.get("location")]).toEqual([302, "https://id.zalo.me/jr"]);
});

test("an answer that cannot have a body has none", async () => {
  const response = toResponse(AT, { ...answer({}), status: 304 }, Buffer.from("x"));
  expect(await response.text()).toBe("");
});
