import ts from "typescript";
import { expect, test } from "vitest";
import { at, filesBelow, productionSources, readSource, type Source } from "../support/sources.ts";

const sources = productionSources();
const all = ["packages", "extensions", "test"]
  .flatMap(filesBelow)
  .filter((path) => /\.tsx?$/.test(path))
  .map(readSource);

/** Taste says 250; past this many lines a file has more than one thing to say. */
const MOST_LINES = 350;

const nodesWhere = (source: Source, wrong: (node: ts.Node) => boolean): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (wrong(node)) {
      found.push(at(source, source.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1));
    }
    ts.forEachChild(node, visit);
  };
  visit(source.tree);
  return found;
};

test("a file's name says what is inside", () => {
  const says = /(?:^|\/)(?:utils?|helpers?|common|misc|shared|types|constants)\.tsx?$/;
  expect(all.map(({ path }) => path).filter((path) => says.test(path))).toEqual([]);
});

test("files and folders are written in kebab-case", () => {
  const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|properties|bench|config))*\.tsx?$/;
  const wrong = all.filter(({ path }) => {
    const parts = path.split("/");
    const name = parts.pop() ?? "";
    return !kebab.test(name) || parts.some((folder) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(folder));
  });
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("no file passes everything of another one on", () => {
  const wrong = all.flatMap((source) =>
    nodesWhere(source, (node) => ts.isExportDeclaration(node) && node.exportClause === undefined),
  );
  expect(wrong).toEqual([]);
});

test("no file exists only to pass others on", () => {
  const barrels = sources.filter(({ tree }) => {
    const passesOn = (statement: ts.Statement) =>
      ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
    return tree.statements.length > 0 && tree.statements.every(passesOn);
  });
  expect(barrels.map(({ path }) => path)).toEqual([]);
});

/** The gateway's plugin inspector stands in for what is imported by name, and knows no other way. */
test("a plugin imports things by their names", () => {
  const plugins = sources.filter(({ path }) => path.startsWith("extensions/"));
  const wrong = plugins.flatMap((source) => nodesWhere(source, ts.isNamespaceImport));
  expect(wrong).toEqual([]);
  expect(plugins.length).toBeGreaterThan(0);
});

test("only the doors of a plugin have a default export", () => {
  const withDefault = sources.filter(
    (source) =>
      nodesWhere(
        source,
        (node) =>
          ts.isExportAssignment(node) ||
          (ts.canHaveModifiers(node) &&
            (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)),
      ).length > 0,
  );
  const doors = /^extensions\/[^/]+\/(?:index|setup-entry)\.ts$/;
  expect(withDefault.map(({ path }) => path).filter((path) => !doors.test(path))).toEqual([]);
  expect(withDefault.length).toBeGreaterThan(0);
});

test("nothing is typed as any, and nothing is asserted not to be null", () => {
  const wrong = all.flatMap((source) =>
    nodesWhere(source, (node) => node.kind === ts.SyntaxKind.AnyKeyword || ts.isNonNullExpression(node)),
  );
  expect(wrong).toEqual([]);
});

test(`no source file is longer than ${MOST_LINES} lines`, () => {
  const long = sources
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES);
  expect(long).toEqual([]);
});

test("no test is switched off or left alone with the others switched off", () => {
  const wrong = all.flatMap((source) =>
    nodesWhere(
      source,
      (node) =>
        ts.isPropertyAccessExpression(node) &&
        /^(?:test|it|describe)$/.test(node.expression.getText()) &&
        /^(?:skip|only|todo)$/.test(node.name.text),
    ),
  );
  expect(wrong).toEqual([]);
});

test("every public name of the plugins and the kit is a named export that somebody uses", () => {
  const isDoor = (path: string) =>
    /^extensions\/[^/]+\/(?:index|setup-entry|secret-contract-api)\.ts$/.test(path);
  const words = new Map(all.map(({ path, text }) => [path, new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? [])]));
  const unused = sources
    .filter(({ path }) => /^(?:extensions\/|packages\/channel-kit\/)/.test(path) && !isDoor(path))
    .flatMap((source) =>
      exportedNames(source)
        .filter((name) => !all.some(({ path }) => path !== source.path && words.get(path)?.has(name)))
        .filter((name) => source.text.split(new RegExp(`\\b${name}\\b`)).length <= 2)
        .map((name) => `${source.path} ${name}`),
    );
  expect(unused).toEqual([]);
});

function exportedNames({ tree }: Source): string[] {
  return tree.statements.flatMap((statement) => {
    const exported =
      ts.canHaveModifiers(statement) &&
      (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!exported) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    }
    return "name" in statement && statement.name ? [(statement.name as ts.Identifier).text] : [];
  });
}
