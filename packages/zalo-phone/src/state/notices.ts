import { signal } from "@preact/signals";
import { words } from "./preferences.ts";

/** How long a notice stays, in milliseconds. */
const SHOWN_MS = 6_000;

/** What the page tells in passing; the newest replaces the one before. */
export const notice = signal<{ text: string; bad: boolean } | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;

export function tell(text: string, bad = false): void {
  notice.value = { text, bad };
  clearTimeout(timer);
  timer = setTimeout(() => {
    notice.value = undefined;
  }, SHOWN_MS);
}

/** Does something, and tells when it fails. Resolves with whether it worked. */
export async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    tell(words.value.failed(error instanceof Error ? error.message : String(error)), true);
    return false;
  }
}
