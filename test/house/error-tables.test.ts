import ts from "typescript";
import { expect, test } from "vitest";
import { readPages } from "../support/pages.ts";
import { at, productionSources, type Source } from "../support/sources.ts";

const sources = new Map(productionSources().map((source) => [source.path, source]));

/** Every file that a plugin's own code leads to. */
function filesOf(plugin: string): Source[] {
  const found = new Set([...sources.keys()].filter((path) => path.startsWith(`extensions/${plugin}/`)));
  // A set hands out what is added while it is gone through.
  for (const path of found) {
    for (const { file, form } of sources.get(path)?.imports ?? []) {
      if (file !== undefined && form !== "type") found.add(file);
    }
  }
  return [...found].flatMap((path) => sources.get(path) ?? []);
}

/** What is certain to stand in an error's message: the longest piece between the parts that vary, to its first stop. */
function errorsIn(source: Source): { words: string; place: string }[] {
  const found: { words: string; place: string }[] = [];
  const visit = (node: ts.Node): void => {
    const isError = ts.isNewExpression(node) && node.expression.getText() === "ChannelError";
    const message = isError ? node.arguments?.[1] : undefined;
    const { line } = source.tree.getLineAndCharacterOfPosition(node.getStart());
    const [words = ""] = message === undefined ? [] : piecesOf(message);
    if (words !== "") found.push({ words, place: at(source, line + 1) });
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
}

function piecesOf(message: ts.Expression): string[] {
  const texts = ts.isStringLiteralLike(message)
    ? [message.text]
    : ts.isTemplateExpression(message)
      ? [message.head.text, ...message.templateSpans.map(({ literal }) => literal.text)]
      : [];
  return texts
    .map((text) => text.replace(/^(?:Zalo a|A)ccount "$/, "").replace(/^[\s":]+|[\s":(]+$/g, ""))
    .map((text) => text.replace(/[,.;](?: .*)?$/, ""))
    .toSorted((one, other) => other.length - one.length);
}

const PAGES = readPages();

test.each([
  ["zalo", "docs/channels/zalo.md"],
  ["zalo", "docs/vi/channels/zalo.md"],
  ["zalouser", "docs/channels/zalouser.md"],
  ["zalouser", "docs/vi/channels/zalouser.md"],
])("whatever error %s raises stands in the table of %s", (plugin, path) => {
  const rows = PAGES.find((page) => page.path === path)?.lines.filter((line) => line.startsWith("|")) ?? [];
  const table = rows.join("\n").toLowerCase();
  const raised = filesOf(plugin).flatMap(errorsIn);
  expect(raised.length).toBeGreaterThan(30);
  const missing = raised.filter(({ words }) => !table.includes(words.toLowerCase()));
  expect(missing.map(({ words, place }) => `${place} ${words}`)).toEqual([]);
});
