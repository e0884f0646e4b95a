import { DAY_MS, localTime } from "./local-time.ts";
import type { QuietHours } from "./settings.ts";

const MINUTE_MS = 60_000;

/** When the quiet hours that `now` lies in end, in epoch milliseconds; undefined when it lies in none. */
export function quietUntil(quiet: QuietHours, timeZone: string, now: number): number | undefined {
  const { msOfDay } = localTime(now, timeZone);
  const from = quiet.from * MINUTE_MS;
  const to = quiet.to * MINUTE_MS;
  const overMidnight = to <= from;
  const isQuiet = overMidnight ? msOfDay >= from || msOfDay < to : msOfDay >= from && msOfDay < to;
  if (!isQuiet) return undefined;
  return now + (msOfDay < to ? to - msOfDay : DAY_MS - msOfDay + to);
}
