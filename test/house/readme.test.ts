import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { blocksOf, commandsOf } from "../support/commands.ts";
import { readPages } from "../support/pages.ts";
import { ROOT } from "../support/sources.ts";

/* The README and the simulator's guide say the same as their Vietnamese twins. */

const TWINS = [
  { english: "README.md", vietnamese: "README.vi.md" },
  { english: "docs/simulator.md", vietnamese: "docs/vi/simulator.md" },
] as const;

const pages = readPages();
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

/** Where everything on a page leads to, seen from the root; a heading of its own by its place among them. */
function linksOf(path: string): readonly string[] {
  const headings = [...(pages.find((page) => page.path === path)?.headings ?? [])];
  return [...read(path).matchAll(/(?:\]\(|src=")([^)"]+)/g)].map(([, target = ""]) => {
    if (target.startsWith("#")) return `heading ${headings.indexOf(target.slice(1))}`;
    return /^https?:/.test(target) ? target : posix.join(posix.dirname(path), target);
  });
}

/** The Vietnamese version of a page or picture that is linked to, if it has one. */
const inVietnamese = (target: string) =>
  [target.replace(/^docs\/(?!vi\/)/, "docs/vi/"), target.replace(/\.(\w+)$/, ".vi.$1")].find(
    (path) => path !== target && existsSync(join(ROOT, path)),
  );

describe.each(TWINS)("$english and $vietnamese", ({ english, vietnamese }) => {
  test("each leads to the other before anything else", () => {
    const local = (path: string) => linksOf(path).filter((target) => !target.startsWith("http"));
    expect(local(english)[0]).toBe(vietnamese);
    expect(local(vietnamese)[0]).toBe(english);
  });

  test("both have the same commands and programs, in the same order", () => {
    const withoutComments = (path: string) =>
      blocksOf(path).map(({ language, text }) => ({
        language,
        text: text.replace(/[ \t]+(?:#|\/\/) .*$/gm, ""),
      }));
    expect(commandsOf(english).length).toBeGreaterThan(5);
    expect(withoutComments(vietnamese)).toEqual(withoutComments(english));
  });

  test("both have the same sections, lists of as many items and tables of as many rows", () => {
    const shape = (path: string) =>
      read(path)
        .replace(/^```.*?^```$/gms, "")
        .split("\n")
        .flatMap((line) => /^(?:#+ |- |\d+\. |\|)/.exec(line) ?? []);
    expect(shape(vietnamese)).toEqual(shape(english));
  });

  test("both lead to the same pages, each in its language where there is one", () => {
    const others = (path: string) =>
      linksOf(path).filter((target) => target !== english && target !== vietnamese);
    const inEnglish = (target: string) => target.replace(/^docs\/vi\//, "docs/").replace(".vi.", ".");
    expect(others(english).map(inEnglish)).toEqual(others(english));
    expect(others(vietnamese).map(inEnglish)).toEqual(others(english));
    expect(others(vietnamese).filter(inVietnamese)).toEqual([]);
  });
});
