const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** What a clock on the wall shows. */
export interface LocalTime {
  /** `2026-01-31`; later days compare as greater texts. */
  day: string;
  /** Milliseconds since midnight, by the hands of the clock. */
  msOfDay: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What time it is at `now` (epoch milliseconds) in a time zone by its IANA name. */
export function localTime(now: number, timeZone: string): LocalTime {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(now).map(({ type, value }) => [type, value]));
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const seconds = (number("hour") * 60 + number("minute")) * 60 + number("second");
  return {
    day: `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`,
    msOfDay: seconds * 1_000 + (((now % 1_000) + 1_000) % 1_000),
  };
}

/** When the next day begins there, in epoch milliseconds. */
export function nextMidnight(now: number, timeZone: string): number {
  return now + DAY_MS - localTime(now, timeZone).msOfDay;
}

/** `07:05`, as people there read it. */
export function clockFace(at: number, timeZone: string): string {
  const minutes = Math.floor(localTime(at, timeZone).msOfDay / MINUTE_MS);
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

const pad = (number: number): string => String(number).padStart(2, "0");
