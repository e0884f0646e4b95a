import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow, ROOT } from "./sources.ts";

/** One page that people read: its path relative to the root. */
export interface Page {
  path: string;
  lines: readonly string[];
  /** What its headings are called in links. */
  headings: ReadonlySet<string>;
  /** Everything written as code inside a sentence or a table. */
  names: ReadonlySet<string>;
  /** The first cells of tables whose head says that they list settings. */
  settingRows: readonly { name: string; line: number }[];
  /** Blocks of JSON, with the line on which they begin. */
  examples: readonly { text: string; line: number }[];
}

/** Heads of the first column of a table of settings, in both languages. */
const SETTINGS_HEAD = /^\|\s*(?:settings?|thiết lập|cài đặt|thông số|tham số)\s*\|/i;

/** The pages below docs/ and every README that is ours. */
export function readPages(): Page[] {
  const readmes = ["packages", "extensions"]
    .flatMap(filesBelow)
    .filter((path) => path.endsWith("/README.md"));
  const docs = existsSync(join(ROOT, "docs")) ? filesBelow("docs") : [];
  const root = ["README.md", "README.vi.md", "CONTRIBUTING.md"].filter((path) =>
    existsSync(join(ROOT, path)),
  );
  return [...root, ...docs, ...readmes].filter((path) => path.endsWith(".md")).map(readPage);
}

/** The existing file or folder that a link on a page means, as a list of none or one. */
export function filesAt(target: string, page: Page): string[] {
  const path = target.startsWith("/") ? join(ROOT, target) : join(ROOT, dirname(page.path), target);
  return existsSync(path) ? [path] : [];
}

function readPage(path: string): Page {
  const lines = readFileSync(join(ROOT, path), "utf8").split("\n");
  const headings = new Set<string>();
  const names = new Set<string>();
  const settingRows: { name: string; line: number }[] = [];
  const examples: { text: string; line: number }[] = [];
  let fence: { language: string; line: number; text: string[] } | undefined;
  let inSettings = false;
  for (const [index, text] of lines.entries()) {
    const mark = /^\s*```(\w*)/.exec(text);
    if (mark !== null) {
      if (fence !== undefined && /^jsonc?5?$/.test(fence.language)) {
        examples.push({ text: fence.text.join("\n"), line: fence.line });
      }
      fence = fence === undefined ? { language: mark[1] ?? "", line: index + 1, text: [] } : undefined;
      continue;
    }
    if (fence !== undefined) {
      fence.text.push(text);
      continue;
    }
    const heading = /^#+ (.+)$/.exec(text)?.[1];
    if (heading !== undefined) headings.add(anchor(heading, headings));
    for (const [, code = ""] of text.matchAll(/`([^`]+)`/g))
      names.add(code.replace(/^channels\.zalo(?:user)?\./, ""));
    if (!text.trimStart().startsWith("|")) inSettings = false;
    else if (SETTINGS_HEAD.test(text.trim())) inSettings = true;
    else if (inSettings) settingRows.push(...settingsIn(text, index + 1));
  }
  return { path, lines, headings, names, settingRows, examples };
}

/** What a heading is called in a link: small letters, digits and hyphens, and a number when it is not the first of its name. */
function anchor(heading: string, before: ReadonlySet<string>): string {
  const name = heading
    .trim()
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{Letter}\p{Mark}\p{Number}_ -]/gu, "")
    .replaceAll(" ", "-");
  let at = 0;
  const numbered = () => (at === 0 ? name : `${name}-${at}`);
  while (before.has(numbered())) at += 1;
  return numbered();
}

/** Environment variables may stand among the settings; they are looked for elsewhere. */
function settingsIn(row: string, line: number): { name: string; line: number }[] {
  const cell = row.trim().split("|")[1] ?? "";
  return [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, name = ""]) =>
    /^[A-Z_]+$/.test(name) ? [] : [{ name, line }],
  );
}
