import { defineConfig } from "vite";

/** The page is served by the simulator from `dist`, below `/`. */
export default defineConfig({
  base: "/",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // One style sheet and one script; nothing inlined, so that the page's content policy can stay strict.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
