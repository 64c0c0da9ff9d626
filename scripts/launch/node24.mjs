// @ts-check
import { existsSync } from "node:fs";
import { inCheckout } from "./checkout.mjs";

const WANTED_MAJOR = 24;
/** npm, and what starts this program, need no more than this. */
const LOWEST = [20, 19];

/**
 * The Node that everything runs on: the machine's own where it is new enough, otherwise the one that package-lock.json
 * pins by digest.
 *
 * @returns {string} the path of the program
 * @throws when neither is there
 */
export function findNode24() {
  if (major(process.versions.node) >= WANTED_MAJOR) return process.execPath;
  const system = process.platform === "win32" ? "win" : process.platform;
  const pinned = inCheckout(
    "node_modules",
    `node-${system}-${process.arch}`,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(pinned)) return pinned;
  throw new Error(
    `Vouchsafe runs on Node.js ${WANTED_MAJOR}. This is ${process.versions.node}, and npm carries no Node.js ` +
      `${WANTED_MAJOR} for ${process.platform} on ${process.arch}: install it from https://nodejs.org and start again.`,
  );
}

/** @throws when even the installation cannot be done with this Node */
export function refuseAncientNode() {
  const [lowestMajor = 0, lowestMinor = 0] = LOWEST;
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split(".").map(Number);
  if (ownMajor > lowestMajor || (ownMajor === lowestMajor && ownMinor >= lowestMinor)) return;
  throw new Error(`Vouchsafe needs Node.js ${LOWEST.join(".")} or newer to start with, and this is ${process.versions.node}.`);
}

/** @param {string} version */
function major(version) {
  return Number(version.split(".")[0]);
}
