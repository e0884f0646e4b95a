/** Longest name that is shown or stood in an address, in UTF-16 units. */
const NAME_LIMIT = 80;

/** The last part of a path or an address's path; empty when there is none. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? "";
}

/** A file's ending in lower case, dot included; empty when it has none. */
export function endingOf(name: string): string {
  return /[^.](\.[A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** A name that is safe to show: its last part, without control characters, cut before its ending. */
export function shownName(name: string, fallback: string): string {
  const ink = lastPart(name)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .trim();
  return shortened(ink === "" ? fallback : ink);
}

/** The same name as letters, digits and dashes of ASCII, as addresses carry them: `bảng giá.pdf` is `bang-gia.pdf`. */
export function addressName(name: string): string {
  const ending = endingOf(name);
  const stem = name
    .slice(0, name.length - ending.length)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/đ/g, "d")
    .replace(/Đ/g, "D")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return shortened(`${stem === "" ? "file" : stem}${ending}`);
}

function shortened(name: string): string {
  if (name.length <= NAME_LIMIT) return name;
  const ending = endingOf(name);
  const cut = name.slice(0, NAME_LIMIT - ending.length);
  // Not between the halves of a character.
  return `${cut.replace(/[\uD800-\uDBFF]$/, "")}${ending}`;
}
