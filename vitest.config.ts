import { availableParallelism } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/testing/longest-first.mjs";

const alias = { "~": path.join(import.meta.dirname, "src") };
/** Limits are for what hangs: a test on a busy machine takes five times as long as by itself. */
const SECOND = 1000;
/** The law of the house needs no database: a change is held against it in seconds. */
const law = ["tests/architecture.test.ts", "tests/no-embedding.test.ts", "tests/doors.test.ts"];
const inOneProcess = { isolate: false, setupFiles: "tests/support/afresh.ts" };

export default defineConfig({
  test: {
    // Many of the tests wait for a server or for another process, and leave their core to the next.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", ...law],
          ...inOneProcess,
          testTimeout: 60 * SECOND,
          hookTimeout: 120 * SECOND,
        },
      },
      {
        resolve: { alias: { "~/server/passphrase-cost": path.join(import.meta.dirname, "tests/support/passphrase-cost.ts"), ...alias } },
        test: {
          name: "integration",
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/e2e/**", ...law],
          globalSetup: "tests/support/postgres-server.ts",
          ...inOneProcess,
          testTimeout: 120 * SECOND,
          hookTimeout: 120 * SECOND,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          // A browser waits more than it works.
          maxConcurrency: 2,
          testTimeout: 300 * SECOND,
          hookTimeout: 300 * SECOND,
        },
      },
    ],
  },
});
