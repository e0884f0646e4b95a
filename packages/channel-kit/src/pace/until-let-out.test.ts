import { beforeEach, expect, test } from "vitest";
import { ChannelError } from "../outcome/channel-error.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { HeldBack } from "./held-back.ts";
import { untilLetOut } from "./until-let-out.ts";

const MINUTE_MS = 60_000;
const account = { label: "A", settingsPath: "channels.x", timeZone: "Asia/Ho_Chi_Minh" };

let clock: FakeClock;
let stop: AbortController;
let tries: number[];
beforeEach(() => {
  clock = new FakeClock(0);
  stop = new AbortController();
  tries = [];
});

/** Work that is held back until then, and what became of it once so much time has passed. */
async function run(until: number, { deadlineAt = 24 * 60 * MINUTE_MS, passMs = 0 } = {}) {
  let outcome: unknown;
  const working = untilLetOut(
    async () => {
      tries.push(clock.now());
      if (clock.now() < until) throw new HeldBack({ cause: "paused", until }, account, clock.now());
      return "sent";
    },
    { clock, signal: stop.signal, deadlineAt },
  ).then(
    (result) => (outcome = result),
    (error: unknown) => (outcome = error),
  );
  await clock.advance(0);
  for (let passed = 0; passed < passMs; passed += MINUTE_MS) await clock.advance(MINUTE_MS);
  return { working, outcome: () => outcome };
}

test("it is done as soon as it may be, and looked at now and then before", async () => {
  const { outcome } = await run(50 * MINUTE_MS, { passMs: 60 * MINUTE_MS });
  expect(outcome()).toBe("sent");
  expect(tries.map((at) => at / MINUTE_MS)).toEqual([0, 15, 30, 45, 50]);
});

test("past its deadline it is given up with the cause", async () => {
  const { outcome } = await run(50 * MINUTE_MS, { deadlineAt: 20 * MINUTE_MS, passMs: 40 * MINUTE_MS });
  expect(outcome()).toBeInstanceOf(HeldBack);
  expect(tries).toHaveLength(3);
});

test("a stop ends the waiting at once and leaves nothing behind", async () => {
  const { working, outcome } = await run(50 * MINUTE_MS, { passMs: MINUTE_MS });
  stop.abort();
  await working;
  expect(outcome()).toMatchObject({ code: "aborted" });
  expect(clock.sleeping).toBe(0);
});

test("what fails for another reason fails", async () => {
  const failing = untilLetOut(() => Promise.reject(new ChannelError("rejected", "No.")), {
    clock,
    signal: stop.signal,
    deadlineAt: MINUTE_MS,
  });
  await expect(failing).rejects.toMatchObject({ code: "rejected" });
});
