import { readFile } from "node:fs/promises";
import { defineConfig, type Options } from "tsup";
import { bundledLicences } from "./tsup.licences.ts";

/**
 * Imports zod as a namespace. Through its export named `z` the bundler takes all of it, every language of its
 * messages included: 740 KB instead of 190, which every start of the gateway would read.
 */
const onlyUsedZod: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "only-used-zod",
  setup(build) {
    build.onLoad(
      { filter: /[\\/](?:extensions|packages)[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ },
      async ({ path }) => {
        const source = await readFile(path, "utf8");
        return {
          loader: "ts",
          contents: source.replace('import { z } from "zod"', 'import * as z from "zod"'),
        };
      },
    );
  },
};

/** qrcode-terminal writes its escapes in octal, which the strict mode of an ES module does not take. */
const strictQrcodeTerminal: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "strict-qrcode-terminal",
  setup(build) {
    build.onLoad({ filter: /[\\/]qrcode-terminal[\\/]lib[\\/]main\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { loader: "js", contents: source.replaceAll("\\033", "\\x1b") };
    });
  },
};

/**
 * How a plugin is built from its doors, named without `.ts`. Everything but the gateway is bundled, because an
 * installed plugin has no node_modules of its own. Not minified and in several files, so that the gateway's code
 * scan can tell what stands beside what.
 */
export const pluginBuild = (plugin: string, doors: readonly string[]) =>
  defineConfig({
    entry: Object.fromEntries(doors.map((door) => [door, `extensions/${plugin}/${door}.ts`])),
    outDir: `extensions/${plugin}/dist`,
    format: "esm",
    platform: "node",
    target: "node24",
    splitting: true,
    esbuildPlugins: [onlyUsedZod, strictQrcodeTerminal, bundledLicences],
    clean: true,
    external: [/^openclaw(?:\/|$)/],
    removeNodeProtocol: false,
    // undici is CommonJS inside and asks for Node's own modules by require.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    noExternal: [/^(?!openclaw(?:\/|$)).*/],
  });
