import { defineConfig } from "tsup";

/**
 * Everything but the gateway is bundled, because an installed plugin has no node_modules of its own. Not
 * minified and in several files, so that the gateway's code scan can tell what stands beside what.
 */
export default defineConfig({
  entry: {
    index: "extensions/zalo/index.ts",
    "setup-entry": "extensions/zalo/setup-entry.ts",
    "secret-contract-api": "extensions/zalo/secret-contract-api.ts",
  },
  outDir: "extensions/zalo/dist",
  format: "esm",
  platform: "node",
  target: "node24",
  splitting: true,
  clean: true,
  external: [/^openclaw(?:\/|$)/],
  removeNodeProtocol: false,
  // undici is CommonJS inside and asks for Node's own modules by require.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  noExternal: [/^(?!openclaw(?:\/|$)).*/],
});
