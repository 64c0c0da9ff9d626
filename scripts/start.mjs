// @ts-check
/**
 * `npm start`: everything between a fresh clone and a running instance. This part installs what is missing and hands
 * over to launch/launcher.ts on Node 24; it runs on any Node from 20.19 and uses no package.
 */
import { inCheckout, checkout } from "./launch/checkout.mjs";
import { handOver } from "./launch/handover.mjs";
import { prepare } from "./launch/prepare.mjs";

process.chdir(checkout);
try {
  process.stdout.write("\n");
  const node = await prepare();
  process.exitCode = await handOver(node, inCheckout("scripts", "launch", "launcher.ts"), process.argv.slice(2));
} catch (error) {
  process.stderr.write(`\n  ${error instanceof Error ? error.message : String(error)}\n\n`);
  process.exitCode = 1;
}
