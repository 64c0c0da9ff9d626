// @ts-check
/**
 * `npm test`: everything that a clone needs to be tested, and every test. This part installs what is missing and hands
 * over to testing/all.ts on Node 24. The last line says how many tests passed and failed, whatever happens.
 */
import { checkout, inCheckout } from "./launch/checkout.mjs";
import { handOver } from "./launch/handover.mjs";
import { prepare } from "./launch/prepare.mjs";

/** What testing/all.ts ends with when it has counted: anything else means that it did not come to that. */
const COUNTED = [0, 1];

process.chdir(checkout);
try {
  process.stdout.write("\n");
  const code = await handOver(await prepare(), inCheckout("scripts", "testing", "all.ts"), process.argv.slice(2));
  process.exitCode = code;
  if (!COUNTED.includes(code)) throw new Error(`The tests were cut off (${code}).`);
} catch (error) {
  process.stdout.write(`\n  ${error instanceof Error ? error.message : String(error)}\n\n0 passed, 1 failed\n`);
  process.exitCode ||= 1;
}
