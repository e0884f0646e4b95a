import type { HttpClient, HttpRequest } from "channel-kit/http/http-client";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, expect, test } from "vitest";
import { type CallScope, callScope } from "./call-scope.ts";
import { openWebFetch, type WebInit } from "./web-fetch.ts";

let clock: FakeClock;
let asked: HttpRequest[];
/** Lets the oldest request that waits have its answer. */
let waiting: (() => void)[];
let scope: CallScope;
let webFetch: ReturnType<typeof openWebFetch>;

beforeEach(() => {
  clock = new FakeClock(0);
  asked = [];
  waiting = [];
  const client: HttpClient = {
    request: async (request) => {
      asked.push(request);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { status: 200, headers: {}, body: (async function* () {})(), discard: () => {} };
    },
    connect: () => Promise.reject(new Error("not here")),
    close: async () => {},
  };
  scope = { signal: new AbortController().signal, requestMs: 60_000, trace: [], redirects: 0 };
  webFetch = openWebFetch({ client, override: undefined, clock });
});

const ask = (address: string, init?: WebInit) => callScope.run(scope, () => webFetch(address, init));
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("O12: the pieces of a file leave two at a time", async () => {
  const all = Array.from({ length: 5 }, (_, at) =>
    ask(`https://file.chat.zalo.me/api/message/asyncfile/upload?chunk=${at}`, { method: "POST" }),
  );
  for (const expected of [2, 3, 4, 5, 5]) {
    await settle();
    expect(asked).toHaveLength(expected);
    waiting.shift()?.();
  }
  await Promise.all(all);
});

test("nothing is asked outside of a call", async () => {
  await expect(webFetch("https://chat.zalo.me/")).rejects.toThrow();
  expect(asked).toEqual([]);
});

test("a header that is there twice is sent once, the later one", async () => {
  const answer = ask("https://chat.zalo.me/", { headers: { Accept: "a", "User-Agent": "x", accept: "b" } });
  await settle();
  waiting.shift()?.();
  await answer;
  expect(asked[0]?.headers).toEqual({ accept: "b", "user-agent": "x" });
});

test("polls of a login are a second apart at least", async () => {
  const poll = "https://id.zalo.me/account/authen/qr/waiting-scan";
  for (let count = 1; count <= 3; count += 1) {
    const answer = ask(poll, { method: "POST" });
    await settle();
    if (count > 1) {
      expect(asked).toHaveLength(count - 1);
      await clock.advance(1_000);
    }
    await settle();
    expect(asked).toHaveLength(count);
    waiting.shift()?.();
    await answer;
  }
});
