import { buildPlugin } from "demo/build-plugin";

/** Run by vitest before the journeys, which install what was built: never an old build. */
export async function setup(): Promise<void> {
  await buildPlugin("zalo", new AbortController().signal);
  await buildPlugin("zalouser", new AbortController().signal);
}
