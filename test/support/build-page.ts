import { build } from "vite";
import { ROOT } from "./sources.ts";

/** Run by vitest before the journeys in a browser, which look at what was built: never an old build. */
export async function setup(): Promise<void> {
  await build({ root: `${ROOT}packages/zalo-phone`, logLevel: "warn" });
}
