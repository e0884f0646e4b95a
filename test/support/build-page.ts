import { join } from "node:path";
import { buildPage } from "demo/bundle";
import { ROOT } from "./sources.ts";

/** Run by vitest before the stories in a browser, which look at what was built: never an old build. */
export async function setup(): Promise<void> {
  await buildPage(join(ROOT, "packages/zalo-phone"), new AbortController().signal);
}
