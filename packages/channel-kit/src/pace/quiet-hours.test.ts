import { describe, expect, test } from "vitest";
import { fc } from "../testing/examples.ts";
import { clockFace, localTime, nextMidnight } from "./local-time.ts";
import { quietUntil } from "./quiet-hours.ts";
import { TIME_ZONE_DEFAULT } from "./settings.ts";

const HOUR_MS = 60 * 60 * 1_000;
const MIDNIGHT = Date.UTC(2026, 2, 1, 17);
const at = (hour: number, minute = 0) => MIDNIGHT + hour * HOUR_MS + minute * 60_000;
const hours = (from: number, to: number) => ({ from: from * 60, to: to * 60, answers: "send" }) as const;
const until = (quiet: ReturnType<typeof hours>, now: number) => quietUntil(quiet, TIME_ZONE_DEFAULT, now);

test("a day in Việt Nam begins at 17:00 of the world's clock", () => {
  expect(localTime(MIDNIGHT, TIME_ZONE_DEFAULT)).toEqual({ day: "2026-03-02", msOfDay: 0 });
  expect(localTime(MIDNIGHT - 1, TIME_ZONE_DEFAULT)).toEqual({
    day: "2026-03-01",
    msOfDay: 24 * HOUR_MS - 1,
  });
  expect(nextMidnight(at(13), TIME_ZONE_DEFAULT)).toBe(at(24));
  expect(clockFace(at(7, 5), TIME_ZONE_DEFAULT)).toBe("07:05");
});

describe("a night that lies over midnight", () => {
  const night = hours(22, 7);
  test.each([
    [22, at(31)],
    [23.5, at(31)],
    [0, at(7)],
    [6.99, at(7)],
  ])("is quiet at %s", (hour, end) => expect(until(night, at(hour))).toBe(end));
  test.each([7, 12, 21.99])("is not at %s", (hour) => expect(until(night, at(hour))).toBeUndefined());
});

describe("a rest at noon", () => {
  const rest = hours(12, 14);
  test("is quiet between its ends", () => expect(until(rest, at(12))).toBe(at(14)));
  test.each([11.99, 14, 0])("is not at %s", (hour) => expect(until(rest, at(hour))).toBeUndefined());
});

test("when quiet hours end, they have ended, and before that they have not", () => {
  const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
  fc.assert(
    fc.property(minute, minute, fc.integer({ min: 0, max: 400 * 24 * HOUR_MS }), (from, to, offset) => {
      fc.pre(from !== to);
      const quiet = { from, to, answers: "send" } as const;
      const now = MIDNIGHT + offset;
      const end = quietUntil(quiet, TIME_ZONE_DEFAULT, now);
      if (end === undefined) return;
      expect(end - now).toBeLessThanOrEqual(24 * HOUR_MS);
      expect(quietUntil(quiet, TIME_ZONE_DEFAULT, end)).toBeUndefined();
      expect(quietUntil(quiet, TIME_ZONE_DEFAULT, end - 1)).toBe(end);
    }),
  );
});
