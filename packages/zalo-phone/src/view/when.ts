import { language, words } from "../state/preferences.ts";

const locale = (): string => (language.value === "vi" ? "vi-VN" : "en-GB");

/** `14:05`. */
export const timeOf = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(at);

/** `14:05:09`. */
export const exactTimeOf = (at: number): string =>
  new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);

/** The day, as one that can be compared. */
export const dayOf = (at: number): string => new Date(at).toDateString();

/** `Today`, `Yesterday`, or the date. */
export function dayName(at: number): string {
  if (dayOf(at) === dayOf(Date.now())) return words.value.today;
  if (dayOf(at) === dayOf(Date.now() - DAY_MS)) return words.value.yesterday;
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "long", year: "numeric" }).format(at);
}

/** The time today, the date before. */
export const shortWhen = (at: number): string =>
  dayOf(at) === dayOf(Date.now())
    ? timeOf(at)
    : new Intl.DateTimeFormat(locale(), { day: "2-digit", month: "2-digit" }).format(at);

/** `1:05`, of milliseconds. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** `1.4 MB`. */
export function fileSize(bytes: number): string {
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 });
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${number.format(bytes / 1_000)} kB`;
  return `${number.format(bytes / 1_000_000)} MB`;
}

const DAY_MS = 86_400_000;
