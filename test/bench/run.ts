/**
 * Runs the benchmarks of this folder and prints what each measured: all of them, or those named.
 *
 *     node test/bench/run.ts [name…]
 *
 * A missed target is printed, never an exit code: figures depend on the machine, and only ratios taken in
 * the same run mean anything. The exit code is 1 when a benchmark throws or a name is unknown.
 */
import { readdir } from "node:fs/promises";
import type { Line } from "./line.ts";

const SUFFIX = ".bench.ts";

interface Bench {
  name: string;
  run(): Promise<Line[]>;
}

async function loadBenches(): Promise<Bench[]> {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(SUFFIX)).sort();
  const benches: Bench[] = [];
  for (const file of files) {
    const module: unknown = await import(new URL(file, import.meta.url).href);
    if (!isBench(module)) throw new TypeError(`${file} must export \`name\` and \`run()\`.`);
    benches.push(module);
  }
  return benches;
}

function isBench(module: unknown): module is Bench {
  return (
    typeof module === "object" &&
    module !== null &&
    "name" in module &&
    typeof module.name === "string" &&
    "run" in module &&
    typeof module.run === "function"
  );
}

function choose(benches: readonly Bench[], names: readonly string[]): Bench[] {
  for (const name of names) {
    if (benches.some((bench) => bench.name === name)) continue;
    throw new Error(`No benchmark is called "${name}". There are: ${benches.map((b) => b.name).join(", ")}.`);
  }
  return benches.filter((bench) => names.length === 0 || names.includes(bench.name));
}

function table(lines: readonly Line[]): string {
  const labelWidth = Math.max(...lines.map(({ label }) => label.length));
  const valueWidth = Math.max(...lines.map(({ value }) => value.length));
  return lines
    .map(({ label, value, target }) => {
      const verdict = target === undefined ? "" : `   ${target.met ? "met" : "MISSED"}: ${target.text}`;
      return `  ${label.padEnd(labelWidth)}  ${value.padStart(valueWidth)}${verdict}`;
    })
    .join("\n");
}

/** An error, and those that came while what it had left open was closed: printed by itself it hides them. */
function whole(error: unknown): unknown[] {
  return error instanceof SuppressedError ? [...whole(error.suppressed), ...whole(error.error)] : [error];
}

let failed = false;
for (const bench of choose(await loadBenches(), process.argv.slice(2))) {
  console.log(`\n${bench.name}`);
  try {
    console.log(table(await bench.run()));
  } catch (error) {
    failed = true;
    for (const one of whole(error)) console.error(one);
  }
}
// Not process.exit(): what is still being written to a pipe would be lost.
if (failed) process.exitCode = 1;
