const UNITS = ["B", "KB", "MB", "GB"] as const;

/** A size as people read it, such as `1,2 MB` in Vietnamese; units of 1,024. */
export function fileSize(bytes: number, language: "vi" | "en"): string {
  let unit = 0;
  let size = bytes;
  while (size >= 1_024 && unit < UNITS.length - 1) {
    size /= 1_024;
    unit += 1;
  }
  const digits = unit > 0 && size < 10 ? 1 : 0;
  return `${size.toLocaleString(language, { maximumFractionDigits: digits })} ${UNITS[unit]}`;
}
