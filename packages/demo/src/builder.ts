import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildPage, buildPlugin } from "./bundle.ts";
import { ROOT } from "./repository.ts";
import { Stamp } from "./stamp.ts";

/** Something of this repository that is built before it is used. */
export interface Built {
  /** Where it stands, from the root. */
  folder: string;
  /** What it is made of, from the root: files and folders. */
  sources: readonly string[];
  build(signal: AbortSignal): Promise<void>;
}

const plugin = (name: string): Built => ({
  folder: `extensions/${name}`,
  sources: [
    ...["src", "index.ts", "setup-entry.ts", "secret-contract-api.ts", "package.json", "tsup.config.ts"].map(
      (part) => `extensions/${name}/${part}`,
    ),
    "packages/channel-kit/src",
    "pnpm-lock.yaml",
  ],
  build: (signal) => buildPlugin(name, signal),
});

const PAGE: Built = {
  folder: "packages/zalo-phone",
  sources: [
    ...["src", "index.html", "package.json", "vite.config.ts"].map((part) => `packages/zalo-phone/${part}`),
    "pnpm-lock.yaml",
  ],
  build: (signal) => buildPage(join(ROOT, "packages/zalo-phone"), signal),
};

/** What the demo needs built, by name. */
export const BUILDS = {
  zalo: plugin("zalo"),
  zalouser: plugin("zalouser"),
  page: PAGE,
} as const;
export type BuildName = keyof typeof BUILDS;

/** Builds what has changed, and remembers in a state folder what it was built of. */
export class Builder<Name extends string> {
  readonly #builds: Readonly<Record<Name, Built>>;
  readonly #stateFolder: string;
  readonly #root: string;

  constructor(builds: Readonly<Record<Name, Built>>, stateFolder: string, root = ROOT) {
    this.#builds = builds;
    this.#stateFolder = stateFolder;
    this.#root = root;
  }

  /** Whether what is built here was built by this demo from the sources as they are now. */
  isBuilt(name: Name): boolean {
    const built = this.#builds[name];
    return (
      existsSync(join(this.#root, built.folder, "dist")) &&
      this.#stampOf(name).says(fingerprint(built, this.#root))
    );
  }

  /** Builds it, and notes what of. Throws with the bundler's words. */
  async build(name: Name, signal: AbortSignal): Promise<void> {
    await this.#builds[name].build(signal);
    this.#stampOf(name).set(fingerprint(this.#builds[name], this.#root));
  }

  #stampOf(name: Name): Stamp {
    return new Stamp(join(this.#stateFolder, "built", name));
  }
}

/** Changes with what it is made of, and with what stands in `dist`, which others may have built from something else. */
function fingerprint({ folder, sources }: Built, root: string): string {
  const hash = createHash("sha256");
  for (const part of [...sources, `${folder}/dist`]) {
    for (const file of filesOf(part, root)) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function filesOf(part: string, root: string): readonly string[] {
  const path = join(root, part);
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => join(part, entry.parentPath.slice(path.length), entry.name))
      .sort();
  } catch {
    // A file.
    return [part];
  }
}
