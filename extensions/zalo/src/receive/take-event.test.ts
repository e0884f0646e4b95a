import { FakeClock } from "channel-kit/testing/fake-clock";
import { expect, test } from "vitest";
import { AccountStatus, type StatusPatch } from "../status/account-status.ts";
import { eventKey } from "./normalize.ts";
import { eventTaker } from "./take-event.ts";

function taker() {
  const lines: string[] = [];
  const status: StatusPatch = {};
  const known = new Set<string>();
  const say = (line: string) => lines.push(line);
  const take = eventTaker(
    "shop",
    {
      append: async (raw) => {
        const key = eventKey(raw);
        if (key === undefined) return "ignored";
        if (known.has(key.eventId)) return "duplicate";
        known.add(key.eventId);
        return "new";
      },
    },
    new AccountStatus((patch) => Object.assign(status, patch), new FakeClock()),
    { info: say, warn: say, error: say },
  );
  return { take, lines, status };
}

const wave = { event_name: "user.waved", user: { id: "1" } };
const message = { message_id: "1", from: { id: "2" }, chat: { id: "2" }, text: "xin chào" };

test("a message is stored, shown as the last one in, and not talked about", async () => {
  const { take, lines, status } = taker();
  expect(await take({ event_name: "message.hologram.received", message })).toBe("new");
  expect(lines).toEqual([]);
  expect(status.lastInboundAt).toBeDefined();
});

test("a message that is known already is not a new one in the status", async () => {
  const { take, status } = taker();
  await take({ event_name: "message.text.received", message });
  delete status.lastInboundAt;
  expect(await take({ event_name: "message.text.received", message })).toBe("duplicate");
  expect(status.lastInboundAt).toBeUndefined();
});

test("that events without a message come is said once", async () => {
  const { take, lines, status } = taker();
  for (const event of [wave, wave, {}, { event_name: 7 }]) expect(await take(event)).toBe("ignored");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("carries no message");
  expect(status.lastInboundAt).toBeUndefined();
});
