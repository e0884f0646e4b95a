import { expect, test } from "vitest";
import { readEvents } from "./read-events.ts";

const EVENT = {
  event_name: "message.text.received",
  message: { message_id: "1", text: 'ngoặc " [ { và \\' },
};

test("an event is read bare, as it was captured, and wrapped, as it is documented", () => {
  expect(readEvents(JSON.stringify(EVENT))).toEqual([EVENT]);
  expect(readEvents(JSON.stringify({ ok: true, result: EVENT }))).toEqual([EVENT]);
});

test("a bare event may have a field named result", () => {
  expect(readEvents(JSON.stringify({ ...EVENT, result: 1 }))).toEqual([{ ...EVENT, result: 1 }]);
});

test("several at once are read, although Zalo sends one at a time", () => {
  expect(readEvents(JSON.stringify({ ok: true, result: [EVENT, EVENT] }))).toHaveLength(2);
});

test.each(["{}", "[]", "null", "17", '"x"', '{"ok":true}', '{"ok":true,"result":null}'])(
  "%s is no event",
  (text) => {
    expect(
      readEvents(text)?.filter((event) => typeof event === "object" && event !== null && "message" in event),
    ).toEqual([]);
  },
);

test.each(["{", '{"a":}', "xin chào", '{"event_name":"x"', "\u0000"])("%j is no JSON", (text) => {
  expect(readEvents(text)).toBeUndefined();
});

test("what was made to be too deep is refused without being read", () => {
  expect(readEvents("[".repeat(10_000) + "]".repeat(10_000))).toBeUndefined();
  expect(readEvents(`${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`)).toBeUndefined();
  expect(readEvents("[".repeat(500_000))).toBeUndefined();
});

test("brackets inside a text are no depth", () => {
  const text = JSON.stringify({ ...EVENT, message: { text: "[{".repeat(1_000) } });
  expect(readEvents(text)).toHaveLength(1);
});
