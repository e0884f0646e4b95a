/**
 * The names that a text mentions with an `@`. The picker inserts a whole name, so where two names begin
 * alike ("Bot Shop", "Bot Shop 2") the longer one is meant.
 */
export function mentionedNames(text: string, names: readonly string[]): Set<string> {
  const longestFirst = [...names].sort((left, right) => right.length - left.length);
  const found = new Set<string>();
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const name = longestFirst.find((candidate) => text.startsWith(candidate, at + 1));
    if (name !== undefined) found.add(name);
  }
  return found;
}
