const WILDCARD = "*";
/** People's ids are bare hexadecimal, group ids carry Zalo's `zgr-` before it. */
const HEX_ID = /^(?:zgr-)?[0-9a-f]+$/i;

/**
 * The one spelling of an id that comparisons use: trimmed, hexadecimal ids in lower case. Everything else
 * is left as it is, because the form of an id is the platform's business.
 */
export function normalizeId(id: string): string {
  const trimmed = id.trim();
  return HEX_ID.test(trimmed) ? trimmed.toLowerCase() : trimmed;
}

/**
 * The id that an entry of an allow list stands for: `" ZL:6EDE9A "` → `"6ede9a"`. Undefined when the entry
 * names nobody: blank, or the wildcard, with or without a prefix.
 */
export function normalizeEntry(entry: string, idPrefixes: readonly string[]): string | undefined {
  const id = normalizeId(withoutPrefix(entry.trim(), idPrefixes));
  return id === "" || id === WILDCARD ? undefined : id;
}

/** True when the list says anything at all. A list of blanks is an empty list. */
export function hasEntries(list: readonly string[]): boolean {
  return list.some((entry) => entry.trim() !== "");
}

/** True when the list lets everybody in. Only a bare `"*"` does; `"zalo:*"` does not. */
export function hasWildcard(list: readonly string[]): boolean {
  return list.some((entry) => entry.trim() === WILDCARD);
}

/** True when the list names this very id. The wildcard and display names match nobody here. */
export function namesId(list: readonly string[], id: string, idPrefixes: readonly string[]): boolean {
  const wanted = normalizeId(id);
  return wanted !== "" && list.some((entry) => normalizeEntry(entry, idPrefixes) === wanted);
}

/** True when the list names this id or lets everybody in. */
export function allows(list: readonly string[], id: string, idPrefixes: readonly string[]): boolean {
  return hasWildcard(list) || namesId(list, id, idPrefixes);
}

function withoutPrefix(text: string, prefixes: readonly string[]): string {
  const lower = text.toLowerCase();
  const prefix = prefixes.find((candidate) => lower.startsWith(candidate.toLowerCase()));
  return prefix === undefined ? text : text.slice(prefix.length).trim();
}
