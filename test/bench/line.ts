/**
 * One line of a benchmark's table. A benchmark is a file `<name>.bench.ts` in this folder that exports
 * `name: string` and `run(): Promise<Line[]>`; it throws only when it could not measure.
 */
export interface Line {
  /** What was measured, in a few words. */
  label: string;
  /** The figure, ready to print with its unit: `212 MB/s`, `6.3×`. */
  value: string;
  /** The target in words and whether this run met it; absent on lines that only inform. */
  target?: { text: string; met: boolean };
}
