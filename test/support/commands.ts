import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./sources.ts";

/** A fenced block of a page. */
export interface Block {
  language: string;
  text: string;
}

/** The fenced blocks of a page, in order. */
export function blocksOf(path: string): readonly Block[] {
  const page = readFileSync(join(ROOT, path), "utf8");
  return [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
}

/** What a page has somebody type into a shell, in order, without what it says of it behind a `#`. */
export const commandsOf = (path: string): readonly string[] =>
  blocksOf(path)
    .filter(({ language }) => language === "sh")
    .flatMap(({ text }) => text.split("\n"))
    .map((line) => line.replace(/\s+# .*$/, "").trim())
    .filter((line) => line !== "");
