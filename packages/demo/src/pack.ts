/** `npm run pack`: both plugins, built and packed into `build/`, each a file that a gateway installs. */
import { join, relative } from "node:path";
import { packPlugins } from "./pack-plugins.ts";
import { ROOT } from "./repository.ts";

const KILOBYTE = 1024;

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());

const kilobytes = (bytes: number) => `${Math.round(bytes / KILOBYTE)} KB`;

try {
  const packed = await packPlugins(join(ROOT, "build"), stop.signal);
  const named = packed.map((tarball) => ({ ...tarball, name: relative(ROOT, tarball.path) }));
  for (const { name, version, size, unpackedSize } of named) {
    console.log(`${name}  ${version}, ${kilobytes(size)}, ${kilobytes(unpackedSize)} installed`);
  }
  console.log("\nInstall them with:\n");
  for (const { name } of named) {
    console.log(`  openclaw plugins install --force --accept-capabilities npm-pack:${name}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
