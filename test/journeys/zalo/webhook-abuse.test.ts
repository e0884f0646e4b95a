import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import { PATIENCE_MS, type Shop, shop, urlOf } from "../support/shop.ts";

/** Of this run alone: what is installed is searched for it too, and brings the stories of the plugin along. */
const SECRET = `tiem-hoa-${randomUUID()}`;
const MEGABYTE = 1024 * 1024;
/** What Zalo posts in one burst, and what a stranger on the same machine posts meanwhile. */
const ZALO_POSTS = 300;
const STRANGER_POSTS = 3_000;
/** Longer than the door waits for a body. */
const SLOW_MS = 20_000;
/** Memory of a gateway that has done some work goes up and down; a leak of every body would be gigabytes. */
const MOST_GROWTH_BYTES = 150 * MEGABYTE;

/** Who may write to the bot. Events of anybody else are stored and then dropped, without a turn of the agent. */
const GUESTS = {
  alice: "a1".repeat(10),
  bob: "b2".repeat(10),
  carol: "c3".repeat(10),
  dave: "d4".repeat(10),
};
const UNINVITED = "e5".repeat(10);

let place: Shop;
let bot: Bot;
let url: string;
let memoryBefore: number;

beforeAll(async () => {
  place = await shop({
    bots: [{ name: "Bot Tiệm Hoa", switches: { loopbackWebhook: true } }],
    channel: ([only], gatewayUrl) => ({
      enabled: true,
      dmPolicy: "allowlist",
      allowFrom: Object.values(GUESTS),
      botToken: only?.token,
      webhookUrl: `${gatewayUrl}/zalo`,
      webhookSecret: SECRET,
    }),
    think: ({ text }) => `Trả lời cho ${text}`,
  });
  [bot] = place.bots as [Bot];
  await place.open();
  url = `${urlOf(place.gateway)}/zalo`;
  const alice = place.zalo.world.addPerson({ name: "Alice", id: GUESTS.alice });
  alice.says(bot, "xin chào");
  await alice.waitFor(bot, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
  // The first bad requests of each kind load what answers them.
  await post({ secret: SECRET, body: "{" });
  memoryBefore = memoryOf(place);
});

afterAll(async () => await place?.[Symbol.asyncDispose]());

describe("a webhook answers", () => {
  test.each<[string, number, Post]>([
    ["a wrong secret", 401, { secret: "khong-phai-bi-mat", body: event() }],
    ["no secret", 401, { body: event() }],
    ["an empty trial without secret", 401, { body: "" }],
    ["an empty trial with the secret", 200, { secret: SECRET, body: "", type: undefined }],
    ["another method", 405, { secret: SECRET, body: event(), method: "PUT" }],
    ["another path", 404, { secret: SECRET, body: event(), path: "/zal" }],
    ["another type", 415, { secret: SECRET, body: event(), type: "text/plain" }],
    ["two megabytes", 413, { secret: SECRET, body: " ".repeat(2 * MEGABYTE) }],
    ["bad JSON", 400, { secret: SECRET, body: event().slice(0, -1) }],
    ["JSON that is ten thousand deep", 400, { secret: SECRET, body: "[".repeat(1e4) + "]".repeat(1e4) }],
    [
      "an event nobody knows, with a message",
      200,
      { secret: SECRET, body: event("message.hologram.received") },
    ],
    [
      "an event nobody knows, without one",
      200,
      { secret: SECRET, body: JSON.stringify({ event_name: "user.waved", user: {} }) },
    ],
    ["JSON that is no event", 200, { secret: SECRET, body: "{}" }],
  ])("%s with %i", async (_, status, what) => {
    expect(await post(what)).toBe(status);
  });

  test("two megabytes of unknown length with 413, without waiting for their end", async () => {
    const chunk = Buffer.alloc(64 * 1024, " ");
    const pieces = Array.from({ length: 32 }, () => chunk);
    expect(await postInPieces(pieces, 1)).toBe(413);
  });

  test("a body that comes drop by drop with 408", async () => {
    const body = Buffer.from(event());
    const pieces = Array.from(body, (_, at) => body.subarray(at, at + 1));
    expect(await postInPieces(pieces, SLOW_MS / pieces.length)).toBe(408);
  });

  test("the same message again with 200, and the person once", async () => {
    const bob = place.zalo.world.addPerson({ name: "Bob", id: GUESTS.bob });
    const messageId = bob.says(bot, "một lần thôi");
    await bob.waitFor(bot, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
    const from = place.zalo.journal.nextSeq;
    bob.redeliver(bot, messageId);
    const again = await place.zalo.journal.waitFor((entry) => entry.kind === "webhook-pushed", {
      timeoutMs: PATIENCE_MS,
      from,
    });
    expect(again).toMatchObject({ status: 200 });
    const carol = place.zalo.world.addPerson({ name: "Carol", id: GUESTS.carol });
    carol.says(bot, "tiếp theo");
    await carol.waitFor(bot, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
    expect(bob.hears(bot)).toHaveLength(1);
  });

  test("every post of Zalo's with 200, whatever a stranger at the same address does meanwhile", async () => {
    const strangers = inTurns(STRANGER_POSTS, 16, (at) =>
      post({ body: event(), ...(at % 2 === 0 ? { secret: "khong-phai-bi-mat" } : {}) }),
    );
    const zalos = inTurns(ZALO_POSTS, 8, () => post({ secret: SECRET, body: event() }));
    expect(counted(await zalos)).toEqual({ 200: ZALO_POSTS });
    const refused = counted(await strangers);
    expect(Object.keys(refused)).toEqual(["401", "429"]);
    expect(refused[401]).toBeLessThanOrEqual(60);
    expect((refused[401] ?? 0) + (refused[429] ?? 0)).toBe(STRANGER_POSTS);
  });
});

describe("afterwards", () => {
  test("the gateway is well and answers as before", async () => {
    const health = await fetch(`${urlOf(place.gateway)}/healthz`);
    expect(health.status).toBe(200);
    const dave = place.zalo.world.addPerson({ name: "Dave", id: GUESTS.dave });
    dave.says(bot, "vẫn khỏe chứ?");
    await dave.waitFor(bot, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
  });

  test("its memory is about what it was", () => {
    const grown = memoryOf(place) - memoryBefore;
    expect(grown).toBeLessThan(MOST_GROWTH_BYTES);
  });

  test("the log names the unknown event once and repeats no body", () => {
    const log = readFileSync(place.gateway.logFile, "utf8");
    const lines = log.split("\n").filter((line) => line.includes("user.waved"));
    expect(lines).toHaveLength(1);
    expect(log).not.toContain(SECRET);
  });
});

interface Post {
  secret?: string;
  body: string;
  type?: string | undefined;
  method?: string;
  path?: string;
}

/** The status that a request gets. */
async function post({
  secret,
  body,
  type = "application/json",
  method = "POST",
  path,
}: Post): Promise<number> {
  const response = await fetch(path === undefined ? url : `${urlOf(place.gateway)}${path}`, {
    method,
    headers: {
      ...(body === "" ? {} : { "content-type": type }),
      ...(secret === undefined ? {} : { "x-bot-api-secret-token": secret }),
    },
    ...(body === "" ? {} : { body }),
  });
  await response.text();
  return response.status;
}

/** The status that a request gets whose body comes in pieces, one every `pauseMs`, without its length being said. */
async function postInPieces(pieces: readonly Buffer[], pauseMs: number): Promise<number> {
  const headers = { "content-type": "application/json", "x-bot-api-secret-token": SECRET };
  const asking = request(url, { method: "POST", headers, agent: false });
  const status = new Promise<number>((resolve, reject) => {
    asking.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.once("error", reject);
  });
  let isAnswered = false;
  const stop = () => {
    isAnswered = true;
  };
  status.then(stop, stop);
  for (const piece of pieces) {
    if (isAnswered) break;
    asking.write(piece);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  asking.on("error", () => {}); // Cut off after the answer, as it should be.
  asking.end();
  return await status;
}

let events = 0;

/** A new event of somebody who may not write to the bot. */
function event(name = "message.text.received"): string {
  events += 1;
  const message = {
    message_id: events.toString(16).padStart(20, "0"),
    date: Date.now(),
    from: { id: UNINVITED, display_name: "Người lạ", is_bot: false },
    chat: { id: UNINVITED, chat_type: "PRIVATE" },
    text: "xin chào",
  };
  return JSON.stringify({ ok: true, result: { event_name: name, message } });
}

/** Does something so many times, `atOnce` at a time. */
async function inTurns<Result>(
  times: number,
  atOnce: number,
  work: (at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < times) {
      next += 1;
      results.push(await work(next));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

function counted(statuses: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** What the gateway and everything it has started keep in memory, in bytes. */
function memoryOf({ gateway }: Shop): number {
  const rows = execFileSync("ps", ["-eo", "pgid=,rss="], { encoding: "utf8" }).trim().split("\n");
  const kilobytes = rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([group]) => group === gateway.processGroup)
    .reduce((sum, [, rss = 0]) => sum + rss, 0);
  expect(kilobytes).toBeGreaterThan(0);
  return kilobytes * 1_024;
}
