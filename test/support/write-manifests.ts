/** Writes the generated part of the plugins' manifests: `node test/support/write-manifests.ts`. */
import { writeFileSync } from "node:fs";
import { manifestFile, manifestText, PLUGINS } from "./manifest.ts";

for (const plugin of PLUGINS) writeFileSync(manifestFile(plugin), await manifestText(plugin));
