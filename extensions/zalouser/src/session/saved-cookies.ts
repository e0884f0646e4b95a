import type { Credentials } from "./port.ts";

/** What of a cookie changes whenever it is sent, and means nothing later. */
const PASSING: ReadonlySet<string> = new Set(["lastAccessed", "creation", "creationIndex"]);

/** Cookies as they are kept: two lists are equal when Zalo would see no difference. */
export const savedCookies = (cookies: readonly unknown[]): Credentials["cookies"] =>
  cookies.flatMap((cookie) =>
    typeof cookie === "object" && cookie !== null
      ? [Object.fromEntries(Object.entries(cookie).filter(([key]) => !PASSING.has(key)))]
      : [],
  );
