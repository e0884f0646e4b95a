import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The folder of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** One import or re-export of a source file. */
export interface Import {
  /** What stands between the quotes. */
  specifier: string;
  /** The file of this repository that it names, relative to the root; undefined for a package from outside. */
  file: string | undefined;
  /** `type`: gone after compilation. `lazy`: an `import()` that runs when the code gets there. */
  form: "static" | "type" | "lazy";
  line: number;
}

/** One file of the repository: its path relative to the root, with forward slashes. */
export interface Source {
  path: string;
  text: string;
  tree: ts.SourceFile;
  imports: readonly Import[];
}

const NO_SOURCES: ReadonlySet<string> = new Set(["node_modules", "dist", ".demo", ".git"]);

/** The paths of all files below a folder of the repository, relative to the root. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NO_SOURCES.has(entry.name) ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

const NOT_DELIVERED = /\.test\.ts$|\/(?:tsup|vite)\.config\.ts$|\/src\/testing\//;

/** What is delivered or run by users: everything but tests, what only tests import, and build settings. */
export function productionSources(): Source[] {
  return ["packages", "extensions"]
    .flatMap(filesBelow)
    .filter((path) => /\.tsx?$/.test(path) && !NOT_DELIVERED.test(path))
    .map(readSource);
}

/** Reads and parses one file of the repository. */
export function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), "utf8");
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, text, tree, imports: importsOf(path, tree) };
}

/** `path:line`, as editors and terminals understand it. */
export const at = (source: Pick<Source, "path">, line: number): string => `${source.path}:${line}`;

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, name: ts.Node | undefined, form: Import["form"]) => {
    if (name === undefined || !ts.isStringLiteralLike(name)) return;
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push({ specifier: name.text, file: fileOf(path, name.text), form, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, isTypeOnly(node) ? "type" : "static");
    if (ts.isExportDeclaration(node)) {
      add(node, node.moduleSpecifier, node.isTypeOnly ? "type" : "static");
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, "type");
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], "lazy");
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isTypeOnly({ importClause: clause }: ts.ImportDeclaration): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  if (clause.name !== undefined || names === undefined || !ts.isNamedImports(names)) return false;
  return names.elements.length > 0 && names.elements.every((element) => element.isTypeOnly);
}

/** Packages of this repository are named `<package>/<path below src, without .ts>`. */
const OWN_PACKAGE = /^(channel-kit|zalo-simulator|demo)\/(.+)$/;

function fileOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return slashes(relative(".", normalize(join(dirname(from), specifier))));
  const own = OWN_PACKAGE.exec(specifier);
  return own === null ? undefined : `packages/${own[1]}/src/${own[2]}.ts`;
}

const slashes = (path: string): string => path.split(sep).join("/");
