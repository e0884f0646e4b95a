import ts from "typescript";

/**
 * Reads JSON as people write it in examples: comments, commas at the end, keys without quotes. Undefined when
 * it is not one object of plain values. A `{` may be missing around it.
 */
export function readObjectLiteral(text: string): Record<string, unknown> | undefined {
  const whole = text
    .trim()
    .replace(/^(?:\s*\/\/.*\n)*/, "")
    .startsWith("{")
    ? text
    : `{${text}}`;
  const tree = ts.createSourceFile("example.ts", `(${whole}\n)`, ts.ScriptTarget.Latest);
  const [statement] = tree.statements;
  if (tree.statements.length !== 1 || statement === undefined || !ts.isExpressionStatement(statement)) {
    return undefined;
  }
  const { expression } = statement;
  try {
    const value = plainValue(ts.isParenthesizedExpression(expression) ? expression.expression : expression);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {}

function plainValue(node: ts.Expression): unknown {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(plainValue);
  if (!ts.isObjectLiteralExpression(node)) throw new NotPlain();
  return Object.fromEntries(
    node.properties.map((property) => {
      if (!ts.isPropertyAssignment(property)) throw new NotPlain();
      const { name } = property;
      if (!ts.isIdentifier(name) && !ts.isStringLiteralLike(name)) throw new NotPlain();
      return [name.text, plainValue(property.initializer)];
    }),
  );
}
