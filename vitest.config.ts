import { defineConfig } from "vitest/config";

/** Where a report in JSON is written beside the printed one; not written when this is not set. */
const report = process.env["TEST_REPORT"];

/**
 * Quick stories beside their source; journeys on the real gateway, which start whole processes; the commands that build
 * here what journeys install, so that they cannot go on beside them; and stories of the page in a real browser, with the
 * simulator alone.
 */
export default defineConfig({
  test: {
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.ts",
            "extensions/*/src/**/*.test.ts",
            "test/house/**/*.test.ts",
          ],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          exclude: ["test/journeys/{demo,page,plugins}/**"],
          globalSetup: ["test/support/build-plugins.ts"],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // Each has folders and ports of its own, so that two can go on at a time.
          maxWorkers: 2,
          // After the quick ones, which would slow the gateway down.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "commands",
          include: ["test/journeys/{demo,plugins}/**/*.test.ts"],
          globalSetup: ["test/support/build-plugins.ts", "test/support/build-page.ts"],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "page",
          include: ["test/journeys/page/**/*.test.ts"],
          globalSetup: ["test/support/build-page.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
