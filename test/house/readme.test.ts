import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandsOf } from "../support/commands.ts";
import { ROOT } from "../support/sources.ts";

/* The README and its Vietnamese twin say the same. */

const [ENGLISH, VIETNAMESE] = ["README.md", "README.vi.md"] as const;
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

test("each leads to the other before anything else", () => {
  const opening = (path: string) => read(path).split("\n## ")[0]?.split("\n").slice(0, 4).join("\n");
  expect(opening(ENGLISH)).toContain(`](${VIETNAMESE})`);
  expect(opening(VIETNAMESE)).toContain(`](${ENGLISH})`);
});

test("both have the same commands typed, in the same order", () => {
  expect(commandsOf(ENGLISH).length).toBeGreaterThan(5);
  expect(commandsOf(VIETNAMESE)).toEqual(commandsOf(ENGLISH));
});

test("both have the same sections, and tables of as many rows", () => {
  const shape = (path: string) =>
    read(path)
      .split("\n")
      .flatMap((line) => (/^## /.test(line) ? ["section"] : line.startsWith("|") ? ["row"] : []));
  expect(shape(VIETNAMESE)).toEqual(shape(ENGLISH));
});

test("both lead to the same pages, each in its language where there is one", () => {
  const links = (path: string) =>
    [...read(path).matchAll(/(?:\]\(|src=")([^)"]+)/g)]
      .map(([, target = ""]) => target.replace("docs/vi/", "docs/").replace(".vi.", "."))
      .filter((target) => target !== ENGLISH);
  expect(links(VIETNAMESE)).toEqual(links(ENGLISH));
  expect(read(VIETNAMESE)).toContain("](docs/vi/channels/zalo.md)");
});
