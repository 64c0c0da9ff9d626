// @ts-check
import { countPackages, installPackages, packagesAreCurrent } from "./packages.mjs";
import { findNode24, refuseAncientNode } from "./node24.mjs";
import { step } from "./progress.mjs";

/**
 * What every command needs before it can run: the packages and Node 24. Uses nothing that has to be installed first.
 *
 * @param {NodeJS.WriteStream} [out] where the line about an installation goes
 * @returns {Promise<string>} the path of Node 24
 */
export async function prepare(out) {
  refuseAncientNode();
  if (!packagesAreCurrent()) {
    await step(
      "Packages",
      "installing what package-lock.json pins",
      async () => {
        installPackages();
        return { result: `${countPackages()} installed as package-lock.json pins them`, value: undefined };
      },
      out,
    );
  }
  return findNode24();
}
