import { FakeClock } from "channel-kit/testing/fake-clock";
import { expect, test } from "vitest";
import { AccountStatus, type StatusPatch } from "../status/account-status.ts";
import { openIntake } from "./intake.ts";
import { eventKey } from "./normalize.ts";

function intake() {
  const lines: string[] = [];
  const status: StatusPatch = {};
  const known = new Set<string>();
  const say = (line: string) => lines.push(line);
  const take = openIntake(
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
  const { take, lines, status } = intake();
  expect(await take({ event_name: "message.hologram.received", message })).toBe("new");
  expect(lines).toEqual([]);
  expect(status.lastInboundAt).toBeDefined();
});

test("a message that is known already is not a new one in the status", async () => {
  const { take, status } = intake();
  await take({ event_name: "message.text.received", message });
  delete status.lastInboundAt;
  expect(await take({ event_name: "message.text.received", message })).toBe("duplicate");
  expect(status.lastInboundAt).toBeUndefined();
});

test("an event without a message is named once, however often it comes", async () => {
  const { take, lines } = intake();
  for (let time = 0; time < 3; time += 1) expect(await take(wave)).toBe("ignored");
  await take({ event_name: "user.left" });
  for (const odd of [{}, { event_name: 7 }, { event_name: "" }]) await take(odd);
  expect(lines).toEqual([
    'account "shop": "user.waved" carries no message and is ignored',
    'account "shop": "user.left" carries no message and is ignored',
    'account "shop": an event without a name carries no message and is ignored',
  ]);
});

test("names without end do not fill the log", async () => {
  const { take, lines } = intake();
  for (let at = 0; at < 1_000; at += 1) await take({ event_name: `${"x".repeat(10_000)}${at}` });
  for (let at = 0; at < 1_000; at += 1) await take({ event_name: `odd.${at}` });
  expect(lines.length).toBeLessThanOrEqual(50);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(150);
});
