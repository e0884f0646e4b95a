import { buildPlugin } from "demo/bundle";

/** Run by vitest before the journeys, which install what was built: never an old build. */
export async function setup(): Promise<void> {
  await buildPlugin("zalo", new AbortController().signal);
  await buildPlugin("zalouser", new AbortController().signal);
}
