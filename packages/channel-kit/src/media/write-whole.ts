import { rename, stat, utimes, writeFile } from "node:fs/promises";

/**
 * Writes a file in one step, so that nobody ever reads half of it, for its owner's eyes only. `at` is the time that
 * the file bears, in milliseconds since the Unix epoch.
 */
export async function writeWhole(path: string, data: Uint8Array | string, at: number): Promise<void> {
  await writeFile(`${path}.part`, data, { mode: 0o600, flag: "wx", flush: true });
  await utimes(`${path}.part`, at / 1_000, at / 1_000);
  await rename(`${path}.part`, path);
}

/** When a file was put there, in milliseconds since the Unix epoch, and its bytes; undefined when it is not there. */
export async function ageOf(path: string): Promise<{ at: number; size: number } | undefined> {
  try {
    const { mtimeMs, size } = await stat(path);
    return { at: mtimeMs, size };
  } catch {
    return undefined;
  }
}

/** Such as `ENOSPC`. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "unknown reason";
}
