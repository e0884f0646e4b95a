import { defineConfig } from "vitest/config";

/** Where a report in JSON is written beside the printed one; not written when this is not set. */
const report = process.env["TEST_REPORT"];

/**
 * Three projects: quick stories beside their source; journeys on the real gateway, which start whole processes
 * and are given the machine one at a time; and stories of the page in a real browser, with the simulator alone.
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
          exclude: ["test/journeys/page/**"],
          globalSetup: ["test/support/build-plugins.ts", "test/support/build-page.ts"],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // After the quick ones, which would slow the gateway down.
          sequence: { groupOrder: 1 },
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
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
