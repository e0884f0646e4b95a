import { describe, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { type Clock, systemClock } from "./clock.ts";

/** What everybody who waits may rely on, whichever clock it is. */
describe.each<[string, Clock, (ms: number) => Promise<void>]>([
  ["the system's clock", systemClock, async () => {}],
  (() => {
    const clock = new FakeClock();
    return ["the clock of tests", clock, (ms: number) => clock.advance(ms)] as const;
  })(),
])("%s", (_, clock, pass) => {
  test("sleeps at least as long as it is told to", async () => {
    const before = clock.now();
    const slept = clock.sleep(20);
    await pass(20);
    await slept;
    // Timers count in whole milliseconds and may be early by one.
    expect(clock.now() - before).toBeGreaterThanOrEqual(19);
  });

  test("wakes with the signal's reason when it fires first", async () => {
    const stop = new AbortController();
    const slept = clock.sleep(60_000, stop.signal);
    stop.abort(new Error("stopping"));
    await expect(slept).rejects.toThrow("stopping");
  });

  test("does not even begin when the signal has fired", async () => {
    await expect(clock.sleep(60_000, AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
  });

  test("a signal that fires afterwards does no harm", async () => {
    const stop = new AbortController();
    const slept = clock.sleep(1, stop.signal);
    await pass(1);
    await slept;
    stop.abort();
    await expect(slept).resolves.toBeUndefined();
  });
});
