/** What one reads: a line, and where it stands below the upper edge of the box, in CSS pixels. */
export interface ReadingPlace {
  readonly line: string;
  readonly top: number;
}

/** The first line that is in view. */
export function readingPlace(box: HTMLElement): ReadingPlace | undefined {
  const all = box.querySelectorAll<HTMLElement>("[data-line]");
  const edge = box.getBoundingClientRect().top;
  let [low, high] = [0, all.length];
  // They stand one below the other.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle;
    else low = middle + 1;
  }
  const first = all[low];
  const line = first?.dataset["line"];
  if (first === undefined || line === undefined) return undefined;
  return { line, top: first.getBoundingClientRect().top - edge };
}

/** Scrolls so that the line stands where it stood, whatever came or went above it. */
export function keepReading(box: HTMLElement, { line, top }: ReadingPlace): void {
  const there = box.querySelector<HTMLElement>(`[data-line="${CSS.escape(line)}"]`);
  if (there === null) return;
  const moved = there.getBoundingClientRect().top - box.getBoundingClientRect().top - top;
  if (Math.abs(moved) >= 1) box.scrollTop += moved;
}
