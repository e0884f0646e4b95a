/** Something with an id that people know by a name. */
export interface Named {
  id: string;
  name?: string;
}

/** Those whose name or id contains the query, accents and case aside: `nhom` finds `Nhóm`. Order is kept. */
export function search<Entry extends Named>(entries: readonly Entry[], query: string): Entry[] {
  const wanted = plain(query);
  return entries.filter(({ id, name }) => id.includes(wanted) || plain(name ?? "").includes(wanted));
}

/**
 * Those who bear exactly this name, accents included and case aside. Nothing may be done to the only one of
 * several: more than one means that the name says nothing.
 */
export function bearersOf<Entry extends Named>(entries: readonly Entry[], name: string): Entry[] {
  const wanted = nameKey(name);
  return wanted === "" ? [] : entries.filter((entry) => nameKey(entry.name ?? "") === wanted);
}

/** Those who bear this name when accents are ignored too, as people type who are in a hurry. */
export function soundalikesOf<Entry extends Named>(entries: readonly Entry[], name: string): Entry[] {
  const wanted = plain(name);
  return wanted === "" ? [] : entries.filter((entry) => plain(entry.name ?? "") === wanted);
}

/** Those of one id once, the first one of them. Order is kept. */
export function distinct<Entry extends Named>(entries: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return entries.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** Equal for two spellings of one name: NFC, case and runs of white space aside, and nothing else. */
export const nameKey = (text: string): string =>
  text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();

/** A name without what people leave out: no accents, no case. The stroke of `đ` is no accent to Unicode. */
function plain(text: string): string {
  return nameKey(text)
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .replaceAll("đ", "d");
}
