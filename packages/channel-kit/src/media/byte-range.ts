/** A part of a file: both ends are in it. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Which part of a file of `size` bytes a `Range` header asks for. `whole` for no header and for what nobody has to
 * honour (several parts, other units, nonsense); `unsatisfiable` for a part that lies beyond the end.
 */
export function readRange(header: string | undefined, size: number): ByteRange | "whole" | "unsatisfiable" {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (from === "" && to === "") return "whole";
  if (from === "") {
    const last = Math.min(Number(to), size);
    return last === 0 ? "unsatisfiable" : { start: size - last, end: size - 1 };
  }
  const start = Number(from);
  const end = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (to !== "" && Number(to) < start) return "whole";
  return start >= size ? "unsatisfiable" : { start, end };
}
