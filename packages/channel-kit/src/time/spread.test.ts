import { beforeEach, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { Spread } from "./spread.ts";

const GAP_MS = 1_000;

let clock: FakeClock;
let spread: Spread;
beforeEach(() => {
  clock = new FakeClock(0);
  let seed = 0;
  const random = () => {
    seed = (seed + 0.37) % 1;
    return seed;
  };
  spread = new Spread({ gapMs: GAP_MS, clock, random });
});

/** When each of so many callers that come at once has its turn. */
async function turns(count: number): Promise<number[]> {
  const times: number[] = [];
  const all = Array.from({ length: count }, () => spread.turn().then(() => times.push(clock.now())));
  await clock.advance(0);
  for (let step = 0; step < count * 2; step += 1) await clock.advance(GAP_MS);
  await Promise.all(all);
  return times;
}

test("whoever comes alone has its turn at once", async () => {
  await spread.turn();
  await clock.advance(GAP_MS * 2);
  await spread.turn();
  expect(clock.now()).toBe(GAP_MS * 2);
});

test("ten accounts that start together do not connect together", async () => {
  const times = await turns(10);
  expect(times).toHaveLength(10);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  for (const gap of gaps) {
    expect(gap).toBeGreaterThanOrEqual(GAP_MS / 2);
    expect(gap).toBeLessThanOrEqual(GAP_MS * 1.5);
  }
  expect(new Set(gaps).size).toBeGreaterThan(5);
});

test("whoever stops waiting holds up nobody for longer than its own turn", async () => {
  await spread.turn();
  const stop = new AbortController();
  const stopped = spread.turn(stop.signal);
  const last = spread.turn();
  stop.abort(new Error("stopping"));
  await expect(stopped).rejects.toThrow("stopping");
  await clock.advance(GAP_MS * 3);
  await last;
  expect(clock.sleeping).toBe(0);
  await expect(spread.turn(AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
});

test("a clock that goes back a day makes nobody wait a day", async () => {
  const late = new FakeClock(24 * 60 * 60 * 1_000);
  let now = late.now();
  const jumping = new Spread({ gapMs: GAP_MS, clock: { now: () => now, sleep: late.sleep.bind(late) } });
  await jumping.turn();
  now = 0;
  const next = jumping.turn();
  await late.advance(GAP_MS * 1.5);
  await next;
});
