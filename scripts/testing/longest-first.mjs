// @ts-check
import { BaseSequencer } from "vitest/node";
import { inCheckout } from "../launch/checkout.mjs";

/** What takes longest, longest first: a file that starts late must not keep everybody waiting at the end. */
const longest = [
  "tests/e2e/journey",
  "tests/sweep/policy",
  "tests/e2e/",
  "tests/media/clean",
  "tests/tooling/prisma",
  "tests/tooling/rewrap",
  "tests/media/residue",
  "src/media/hostile",
  "tests/flows/verify-page",
  "tests/flows/",
  "tests/sweep/",
  "src/media/",
  "src/keyring/",
];

/** @param {import("vitest/node").TestSpecification} file */
function place({ moduleId }) {
  const found = longest.findIndex((start) => moduleId.startsWith(inCheckout(start)));
  return found === -1 ? longest.length : found;
}

/** Lays the files of a run out over its workers, whatever their project, without what an earlier run remembers. */
export class LongestFirst extends BaseSequencer {
  /** @override @param {import("vitest/node").TestSpecification[]} files */
  async sort(files) {
    return files.toSorted((a, b) => place(a) - place(b));
  }
}
