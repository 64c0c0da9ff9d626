// @ts-check
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the whole project. */
export const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** @param {string[]} parts */
export function inCheckout(...parts) {
  return path.join(checkout, ...parts);
}
