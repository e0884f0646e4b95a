import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Options } from "tsup";

/** Where the licences of what was bundled stand, in the folder of the built files. */
const LICENCES_FILE = "third-party-licenses.txt";
const LICENCE_NAME = /^licen[cs]e(?:\.(?:md|txt))?$/i;
/** The folder of the package that a file belongs to. */
const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * Writes down the licences of the packages that are bundled, as they ask whoever passes them on to do. A package
 * without one fails the build.
 */
export const bundledLicences: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "bundled-licences",
  setup(build) {
    build.onEnd(async ({ metafile }) => {
      const outputs = Object.values(metafile?.outputs ?? {});
      const used = outputs.flatMap(({ inputs }) =>
        Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? path : [])),
      );
      const folders = new Set(used.flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []));
      const licences = await Promise.all([...folders].map(licenceOf));
      const outDir = build.initialOptions.outdir;
      if (outDir === undefined) throw new Error("It is not said where the licences go.");
      await mkdir(outDir, { recursive: true });
      const head = "This plugin contains parts of the following packages.\n";
      await writeFile(join(outDir, LICENCES_FILE), [head, ...licences.toSorted()].join("\n"));
    });
  },
};

async function licenceOf(folder: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  const file = (await readdir(folder)).find((one) => LICENCE_NAME.test(one));
  if (file === undefined) throw new Error(`${name} is bundled and comes without a licence.`);
  const text = await readFile(join(folder, file), "utf8");
  return `${name} ${version}\n${"-".repeat(name.length + version.length + 1)}\n\n${text.trim()}\n`;
}
