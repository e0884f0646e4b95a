import { defineConfig } from "vite";

/** A running simulator for `vite packages/zalo-phone`, which shows changes of the page at once: the demo's. */
const SIMULATOR = process.env["ZALO_SIMULATOR"] ?? "http://127.0.0.1:7007";

/** The page is served by the simulator from `dist`, below `/`. */
export default defineConfig({
  base: "/",
  server: {
    proxy: Object.fromEntries(
      ["/page", "/control", "/media"].map((path) => [path, { target: SIMULATOR, changeOrigin: true }]),
    ),
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // One style sheet and one script; nothing inlined, so that the page's content policy can stay strict.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
