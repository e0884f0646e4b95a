import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesBelow, ROOT } from "../support/sources.ts";

/** A story's name that begins with the ids of the rows it is about: `"H1: …"`, `"R4, R5, C3: …"`. */
const STORY = /["'`]((?:[HCROS]\d+)(?:, [HCROS]\d+)*): /g;

test("every pitfall of the library has a story that is named with its id, and every such story a pitfall", () => {
  const page = readFileSync(join(ROOT, "docs", "zca-js-pitfalls.md"), "utf8");
  const rows = [...page.matchAll(/^\| ([HCROS]\d+) \|/gm)].map(([, id]) => id ?? "");
  const stories = filesBelow("extensions/zalouser/src")
    .filter((path) => path.endsWith(".test.ts"))
    .flatMap((path) => [...readFileSync(join(ROOT, path), "utf8").matchAll(STORY)])
    .flatMap(([, ids = ""]) => ids.split(", "));
  expect(rows.length).toBeGreaterThan(0);
  expect(rows).toEqual([...new Set(rows)]);
  expect([...new Set(stories)].toSorted()).toEqual(rows.toSorted());
});
