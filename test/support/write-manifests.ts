/** Writes the generated part of the plugins' manifests: `node test/support/write-manifests.ts`. */
import { writeFileSync } from "node:fs";
import { PLUGINS } from "demo/repository";
import { manifestFile, manifestText } from "./manifest.ts";

for (const plugin of PLUGINS) writeFileSync(manifestFile(plugin), await manifestText(plugin));
