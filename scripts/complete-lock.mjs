// @ts-check
/**
 * Adds to package-lock.json the optional packages that npm left out of it, after `npm install` against a registry
 * that does not carry them: `node scripts/complete-lock.mjs`. Without them `npm ci` refuses the whole lock file, on
 * every system. They get the exact version that their parent asks for, and no digest, which only a registry that has
 * them could tell.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { inCheckout } from "./launch/checkout.mjs";
import { completeLock } from "./launch/lock-file.mjs";

const file = inCheckout("package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = completeLock(lock.packages);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(added.length === 0 ? "The lock file was complete.\n" : `Added ${added.join(", ")}.\n`);
