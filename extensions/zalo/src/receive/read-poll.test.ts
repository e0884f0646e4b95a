import { describe, expect, test } from "vitest";
import { readExchange } from "../bot-api/failures.ts";
import type { Exchange } from "../bot-api/http.ts";
import { readPoll } from "./read-poll.ts";

const read = (exchange: Exchange) => readPoll(readExchange("getUpdates", "shop", exchange));
const json = (body: object, status = 200) => read({ kind: "json", status, body });

const UPDATE = { event_name: "message.text.received", message: { message_id: "m1" } };

describe("what was written", () => {
  test("one update as an object", () => {
    expect(json({ ok: true, result: UPDATE, error_code: 0 })).toEqual({ kind: "updates", updates: [UPDATE] });
  });

  test("several updates as a list, in their order", () => {
    const second = { ...UPDATE, message: { message_id: "m2" } };
    expect(json({ ok: true, result: [UPDATE, second] })).toEqual({
      kind: "updates",
      updates: [UPDATE, second],
    });
  });

  test("an event nobody has heard of is handed on, not lost", () => {
    const odd = { event_name: "message.hologram.received" };
    expect(json({ ok: true, result: odd })).toEqual({ kind: "updates", updates: [odd] });
  });
});

describe("nothing was written, and that is no failure", () => {
  test.each([
    ["408 in the body", () => json({ ok: false, error_code: 408, description: "Request timeout" })],
    ["408 in both", () => json({ ok: false, error_code: 408, description: "Request timeout" }, 408)],
    ["an empty object", () => json({ ok: true, result: {} })],
    ["an empty list", () => json({ ok: true, result: [] })],
    ["no result", () => json({ ok: true })],
    ["a null result", () => json({ ok: true, result: null })],
    ["a list of nothing", () => json({ ok: true, result: [null, {}] })],
    ["an empty body", () => read({ kind: "unreadable", status: 200, empty: true })],
    ["a page with status 200", () => read({ kind: "unreadable", status: 200, empty: false })],
    ["a page with status 408", () => read({ kind: "unreadable", status: 408, empty: false })],
  ])("%s", (_, poll) => {
    expect(poll()).toEqual({ kind: "idle" });
  });
});

test("409 is a second poll that is not wanted", () => {
  expect(json({ ok: false, error_code: 409, description: "Conflict" }).kind).toBe("second-poll-refused");
});

test("a registered webhook is recognised by Zalo's own sentence", () => {
  const said = "You cannot use this API while a webhook is set. Please remove the webhook first";
  expect(json({ ok: false, error_code: 400, description: said }).kind).toBe("webhook-set");
  expect(json({ ok: false, error_code: 400, description: "Bad request" }).kind).toBe("failed");
});

test.each([401, 403, 429, 500])("%i is a failure", (error_code) => {
  expect(json({ ok: false, error_code, description: "No" }).kind).toBe("failed");
});

test.each<Exchange>([
  { kind: "unreadable", status: 502, empty: false },
  { kind: "no-answer", requestLeft: true, why: "broken" },
  { kind: "no-answer", requestLeft: true, why: "deadline" },
])("a broken path is a failure: %j", (exchange) => {
  expect(read(exchange).kind).toBe("failed");
});
