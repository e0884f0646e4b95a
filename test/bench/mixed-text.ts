import type { Line } from "./line.ts";

export const MEGABYTE = 1_000_000;

/** The blocks over and over, with an empty line after each, until there are about `units` UTF-16 units. */
export function mixedText(blocks: readonly string[], units: number): string {
  const parts: string[] = [];
  for (let length = 0, at = 0; length < units; at += 1) {
    const block = `${blocks[at % blocks.length]}\n\n`;
    parts.push(block);
    length += block.length;
  }
  return parts.join("");
}

/** How fast a text of that many UTF-16 units was worked through. */
export const throughput = (units: number, ms: number): string =>
  `${(units / ms / 1000).toFixed(1)} M units/s`;

/** Time per unit may grow by this factor from a small text to a large one: noise, not a curve. */
const MOST_GROWTH = 1.5;

/** The line that says whether the time grows with the text and not faster; times in milliseconds. */
export function growthLine(
  label: string,
  small: { units: number; ms: number },
  large: { units: number; ms: number },
): Line {
  const growth = large.ms / small.ms / (large.units / small.units);
  return {
    label: `${label}, 4 MB against 1 MB`,
    value: `${growth.toFixed(2)}×`,
    target: { text: `at most ${MOST_GROWTH}× (linear is 1)`, met: growth <= MOST_GROWTH },
  };
}
