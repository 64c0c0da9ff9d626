import path from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

/** Whatever ends soonest first: most faults are found by an example, and the worlds are for those that are not. */
class ExamplesFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer["sort"]>[0]) {
    return files.toSorted((a, b) => Number(a.moduleId.includes("properties")) - Number(b.moduleId.includes("properties")) || a.moduleId.localeCompare(b.moduleId));
  }
}

export default defineConfig({
  resolve: { alias: { "~": path.join(import.meta.dirname, "src") } },
  test: { include: ["src/domain/{consent,disclosure}*.test.ts"], testTimeout: 120_000, sequence: { sequencer: ExamplesFirst } },
});
