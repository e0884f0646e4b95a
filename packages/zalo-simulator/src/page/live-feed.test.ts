import { request } from "node:http";
import { expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { scene } from "../testing/scene.ts";

interface Told {
  event: string;
  id?: string;
  data: { seq?: number; kind?: string; nextSeq?: number; run?: string };
}

/** A browser's side of `GET /page/live`, without a browser. */
async function listen(zalo: Simulator, init: { after?: number; headers?: Record<string, string> } = {}) {
  const stop = new AbortController();
  const query = init.after === undefined ? "" : `?after=${init.after}`;
  const response = await fetch(`${zalo.url}/page/live${query}`, {
    signal: stop.signal,
    headers: init.headers ?? {},
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  const waiting: Told[] = [];
  return {
    type: response.headers.get("content-type"),
    /** The next event. */
    async next(): Promise<Told> {
      for (;;) {
        const told = waiting.shift();
        if (told !== undefined) return told;
        const read = await reader?.read();
        if (read === undefined || read.done) throw new Error("The feed has ended.");
        const blocks = (rest + read.value).split("\n\n");
        rest = blocks.pop() ?? "";
        waiting.push(...blocks.filter((block) => block.includes("event: ")).map(asTold));
      }
    },
    [Symbol.dispose]: () => stop.abort(),
  };
}

function asTold(block: string): Told {
  const fields = Object.fromEntries(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
  );
  const { event = "", id, data = "" } = fields;
  return { event, ...(id === undefined ? {} : { id }), data: JSON.parse(data) };
}

test("a page is told of everything that happens, as it happens", async () => {
  await using s = await scene();
  using live = await listen(s.zalo);
  expect(live.type).toContain("text/event-stream");
  expect(await live.next()).toEqual({ event: "hello", data: { nextSeq: 1, run: expect.any(String) } });
  const messageId = s.alice.says(s.bot, "xin\nchào");
  expect(await live.next()).toMatchObject({
    event: "journal",
    id: "1",
    data: { seq: 1, kind: "person-message", messageId, text: "xin\nchào" },
  });
});

test("a page is told when Zalo is set to behave otherwise, and when a fault has run out", async () => {
  await using s = await scene();
  using live = await listen(s.zalo);
  await live.next();
  const desk = { event: "desk" };
  s.bot.switches.queueMode = "live-only";
  expect(await live.next()).toMatchObject(desk);
  s.zalo.personal.reachable = false;
  expect(await live.next()).toMatchObject(desk);
  s.zalo.personal.switches(s.alice).selfEcho = false;
  expect(await live.next()).toMatchObject(desk);
  s.zalo.faults.add({ method: "*", forMs: 50, fault: { kind: "status", status: 500 } });
  expect([await live.next(), await live.next()]).toMatchObject([desk, desk]);
  expect(s.zalo.faults.active).toEqual([]);
});

test("a page that comes back to another simulator can tell that it is one", async () => {
  const runs: unknown[] = [];
  for (let start = 0; start < 2; start += 1) {
    await using s = await scene();
    using live = await listen(s.zalo, { after: 1 });
    runs.push((await live.next()).data.run);
  }
  expect(new Set(runs).size).toBe(2);
});

test("a page that comes back is told what it missed, and reads anew when that is too much", async () => {
  await using s = await scene();
  for (const text of ["một", "hai", "ba"]) s.alice.says(s.bot, text);
  {
    using live = await listen(s.zalo, { headers: { "last-event-id": "1" } });
    expect([await live.next(), await live.next(), await live.next()]).toMatchObject([
      { event: "hello", data: { nextSeq: 4 } },
      { event: "journal", id: "2" },
      { event: "journal", id: "3" },
    ]);
  }
  for (let at = 0; at < 3000; at += 1) s.alice.says(s.bot, `tin ${at}`);
  {
    using live = await listen(s.zalo, { after: 3 });
    await live.next();
    expect(await live.next()).toMatchObject({ event: "missed", id: "3003", data: { nextSeq: 3004 } });
  }
  // It was told by a simulator that ran here before.
  using live = await listen(s.zalo, { after: 99_999 });
  await live.next();
  expect(await live.next()).toMatchObject({ event: "missed" });
});

test("a page that reads too slowly costs no memory and is told to read anew", async () => {
  await using s = await scene();
  const response = await new Promise<import("node:http").IncomingMessage>((resolve, reject) => {
    request(`${s.zalo.url}/page/live`, resolve).on("error", reject).end();
  });
  response.pause();
  const text = "x".repeat(1900);
  for (let at = 0; at < 5000; at += 1) s.alice.says(s.bot, text);
  let told = "";
  response.setEncoding("utf8");
  for await (const chunk of response) {
    told += chunk;
    if (told.includes("event: missed")) break;
  }
  const seen = told.match(/^event: journal$/gm)?.length ?? 0;
  expect(seen).toBeLessThan(5000);
  expect(told.slice(told.indexOf("event: missed"))).toMatch(
    /^event: missed\nid: 5000\ndata: \{"nextSeq":5001,[^\n]*\}\n\n/,
  );
});

test("a page of somebody else's hears nothing, and only so many may listen", async () => {
  await using s = await scene();
  const foreign = await fetch(`${s.zalo.url}/page/live`, { headers: { origin: "https://example.org" } });
  expect(foreign.status).toBe(403);
  const stop = new AbortController();
  const open = () => fetch(`${s.zalo.url}/page/live`, { signal: stop.signal });
  const all = await Promise.all(Array.from({ length: 40 }, open));
  expect(all.filter(({ status }) => status === 200)).toHaveLength(32);
  expect(all.filter(({ status }) => status === 503)).toHaveLength(8);
  stop.abort();
});
