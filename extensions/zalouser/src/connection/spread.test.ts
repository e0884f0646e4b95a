import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { Spread } from "channel-kit/time/spread";
import { expect, test } from "vitest";
import { keepConnected } from "./connection.ts";

const GAP_MS = 1_000;

test("ten accounts of one process connect one after the other, and come back so after an outage", async () => {
  const clock = new FakeClock(0);
  const spread = new Spread({ gapMs: GAP_MS, clock });
  const stop = new AbortController();
  const tries: number[] = [];
  const nothing = () => {};
  const running = Array.from({ length: 10 }, (_, number) =>
    keepConnected({
      accountId: `shop${number}`,
      clock,
      signal: stop.signal,
      turn: (signal) => spread.turn(signal),
      login: async () => {
        tries.push(clock.now());
        throw new ChannelError("unreachable", "There is no network.");
      },
      event: nothing,
      lastKnown: async () => undefined,
      opened: nothing,
      observer: {
        connecting: nothing,
        ready: nothing,
        lost: nothing,
        yielded: nothing,
        badFrame: nothing,
        trouble: nothing,
      },
    }),
  );
  await clock.advance(0);
  for (let second = 0; second < 300; second += 1) await clock.advance(1_000);
  expect(tries.length).toBeGreaterThan(30);
  for (const [index, at] of tries.slice(1).entries()) {
    expect(at - (tries[index] ?? 0)).toBeGreaterThanOrEqual(GAP_MS / 2);
  }
  stop.abort();
  await Promise.all(running);
});
