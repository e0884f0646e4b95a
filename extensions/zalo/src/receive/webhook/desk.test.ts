import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpHandler } from "channel-kit/host/http-route";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebhookDesk } from "./desk.ts";

const PATH = "/zalo";
const SHOP = "bi-mat-cua-tiem-hoa";
const CLINIC = "bi-mat-cua-phong-kham";
const EVENT = JSON.stringify({ event_name: "message.text.received", message: { message_id: "1" } });

let clock: FakeClock;
let desk: WebhookDesk;
let server: Server;
let served: Map<string, HttpHandler>;
let taken: string[];
let warned: string[];
let held: number;
let diskIsFull: boolean;

beforeEach(async () => {
  clock = new FakeClock();
  served = new Map();
  taken = [];
  warned = [];
  held = 0;
  diskIsFull = false;
  server = createServer((request, response) => {
    const handler = served.get(request.url ?? "");
    if (handler === undefined) response.writeHead(404).end();
    else void handler({ request, response, client: "203.0.113.7" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const serve = ({ path, handler }: { path: string; handler: HttpHandler }): Disposable => {
    served.set(path, handler);
    return { [Symbol.dispose]: () => served.delete(path) };
  };
  desk = new WebhookDesk({ serve }, clock);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const open = (accountId: string, secret: string, path = PATH) =>
  desk.open({
    accountId,
    path,
    secret,
    take: async () => {
      if (diskIsFull) throw new ChannelError("storage", "The disk is full.");
      taken.push(accountId);
    },
    warn: (message) => warned.push(message),
    keepOpen: () => {
      held += 1;
      return {
        [Symbol.dispose]: () => {
          held -= 1;
        },
      };
    },
  });

/** The status that a post with this secret gets. */
async function post(secret?: string, body = EVENT, type = "application/json"): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${PATH}`, {
    method: "POST",
    headers: {
      ...(body === "" ? {} : { "content-type": type }),
      ...(secret === undefined ? {} : { "x-bot-api-secret-token": secret }),
    },
    ...(body === "" ? {} : { body }),
  });
  return response.status;
}

test("accounts at one path are told apart by their secret", async () => {
  open("shop", SHOP);
  open("clinic", CLINIC, PATH.toUpperCase());
  expect([await post(SHOP), await post(CLINIC), await post(SHOP)]).toEqual([200, 200, 200]);
  expect(taken).toEqual(["shop", "clinic", "shop"]);
  expect(served.size).toBe(1);
});

describe("nothing about an event is looked at before the secret is right", () => {
  test.each([
    ["bad JSON", "{", "application/json"],
    ["another type", EVENT, "text/plain"],
    ["two megabytes", " ".repeat(2 * 1024 * 1024), "application/json"],
  ])("%s from a stranger is 401 like everything else", async (_, body, type) => {
    open("shop", SHOP);
    expect(await post("khong-phai-bi-mat", body, type)).toBe(401);
    expect(await post(undefined, body, type)).toBe(401);
  });

  test("and a type that is wrong is said before a body that is", async () => {
    open("shop", SHOP);
    expect(await post(SHOP, "{", "text/plain")).toBe(415);
    expect(await post(SHOP, "{")).toBe(400);
  });
});

test("what cannot be stored is not acknowledged, so that Zalo may send it again", async () => {
  open("shop", SHOP);
  diskIsFull = true;
  expect(await post(SHOP)).toBe(503);
  diskIsFull = false;
  expect(await post(SHOP)).toBe(200);
  expect(warned.join()).toMatch(/"shop": .*could not be stored.*disk is full/);
});

test("whatever strangers do, a right secret gets through", async () => {
  open("shop", SHOP);
  const strangers: number[] = [];
  for (let at = 0; at < 200; at += 1) {
    strangers.push(await post("khong-phai-bi-mat"));
    expect(await post(SHOP)).toBe(200);
  }
  expect(strangers.filter((status) => status === 401)).toHaveLength(30);
  expect(strangers.filter((status) => status === 429)).toHaveLength(170);
  await clock.advance(60_000);
  expect(await post("khong-phai-bi-mat")).toBe(401);
});

test("a wrong secret is said once in a while, and no secret at all never", async () => {
  open("shop", SHOP);
  open("clinic", CLINIC);
  await post();
  expect(warned).toEqual([]);
  for (let at = 0; at < 5; at += 1) await post("mat-khau-cu-cua-tiem");
  expect(warned).toHaveLength(1);
  expect(warned[0]).toMatch(/"clinic", "shop"/);
  expect(warned[0]).not.toContain("mat-khau-cu");
  await clock.advance(600_000);
  await post("mat-khau-cu-cua-tiem");
  expect(warned).toHaveLength(2);
});

test("an empty trial is noticed: with a secret by its account, without one by all at the path", async () => {
  open("shop", SHOP);
  open("clinic", CLINIC);
  expect([await post(SHOP, ""), await post(undefined, ""), await post("khong-phai-bi-mat", "")]).toEqual([
    200, 401, 401,
  ]);
  expect([desk.trials("shop"), desk.trials("clinic"), desk.trials("spa")]).toEqual([2, 1, 0]);
  expect(taken).toEqual([]);
});

describe("a door whose account has stopped", () => {
  test("stays open for a while, then the path is gone and the storage let go of", async () => {
    open("shop", SHOP).leave();
    expect(await post(SHOP)).toBe(200);
    await clock.advance(9_000);
    expect(await post(SHOP)).toBe(200);
    expect(held).toBe(1);
    await clock.advance(2_000);
    expect(await post(SHOP)).toBe(404);
    expect(held).toBe(0);
  });

  test("stays open as long as its successor has something to do, and a while longer", async () => {
    const door = open("shop", SHOP);
    const successor = desk.takeOver("shop");
    door.leave();
    await clock.advance(3_600_000);
    expect(await post(SHOP)).toBe(200);
    successor[Symbol.dispose]();
    await clock.advance(9_000);
    expect(await post(SHOP)).toBe(200);
    await clock.advance(2_000);
    expect(await post(SHOP)).toBe(404);
  });

  test("does not close the path for others, and the newer of two with one secret takes the events", async () => {
    const events: string[] = [];
    const old = desk.open({
      accountId: "shop",
      path: PATH,
      secret: SHOP,
      take: async () => void events.push("old"),
      warn: () => {},
      keepOpen: () => ({ [Symbol.dispose]: () => {} }),
    });
    old.leave();
    expect(await post(SHOP)).toBe(200);
    open("shop", SHOP);
    expect(await post(SHOP)).toBe(200);
    await clock.advance(11_000);
    expect(await post(SHOP)).toBe(200);
    expect([events, taken]).toEqual([["old"], ["shop", "shop"]]);
  });
});

test("closing the desk closes every door at once", async () => {
  open("shop", SHOP);
  open("clinic", CLINIC, "/clinic");
  desk.closeAll();
  expect([served.size, held]).toEqual([0, 0]);
});
