// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { checkout, inCheckout } from "./checkout.mjs";

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @typedef {Record<string, LockedPackage>} LockedPackages
 */

/**
 * Whether node_modules holds what package-lock.json asks for, going by the list that npm leaves in it when it has
 * finished. Optional packages are for some platforms only: one that is absent may be right, one that differs is not.
 *
 * @param {string} [folder] of the project
 * @returns {boolean}
 */
export function packagesAreCurrent(folder = checkout) {
  const wanted = readPackages(`${folder}/package-lock.json`);
  if (wanted === null) throw new Error(`There is no package-lock.json in ${folder}.`);
  const installed = readPackages(`${folder}/node_modules/.package-lock.json`);
  if (installed === null) return false;
  return Object.entries(wanted).every(([place, locked]) => {
    if (place === "") return true;
    const found = installed[place];
    if (found === undefined) return locked.optional === true || locked.devOptional === true;
    return found.version === locked.version && found.integrity === locked.integrity;
  });
}

/** Installs exactly what package-lock.json pins by digest. No package runs a script (.npmrc). */
export function installPackages() {
  // The npm that runs this script, if one does: there need not be another.
  const npm = process.env.npm_execpath;
  const [command, args] = npm !== undefined && existsSync(npm) ? [process.execPath, [npm]] : ["npm", []];
  const { status, error, stdout, stderr } = spawnSync(command, [...args, "ci", "--loglevel=error", "--no-progress"], {
    cwd: checkout,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (status === 0) return;
  throw new Error(`npm could not install the packages: ${error?.message ?? `${stderr}${stdout}`.trim()}`);
}

/**
 * @param {string} file
 * @returns {LockedPackages | null} null where there is no such file
 */
function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : null;
}

/** How many packages there are, for the line about them. */
export function countPackages() {
  return Object.keys(readPackages(inCheckout("node_modules", ".package-lock.json")) ?? {}).length;
}
