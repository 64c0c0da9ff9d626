/**
 * The second half of `npm test`, on Node 24. Whatever a stage prints is shown when it fails, and one line about it when
 * it does not.
 */
import { buildWeb, generateClient } from "../launch/build";
import { inCheckout } from "../launch/checkout.mjs";
import { messageOf } from "../launch/thrown.mjs";
import { endCommands } from "./command";
import { checkStage, report, vitestStage } from "./stage";
import type { Tally } from "./tally";
import { ensureTools } from "./tools";

const INTERRUPTED = 130;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
process.on("disconnect", interrupt);
// Listening for that must not keep this process alive when it has finished.
process.channel?.unref();

function interrupt(): void {
  endCommands();
  process.exit(INTERRUPTED);
}

const tally: Tally = { passed: 0, failed: 0 };
try {
  // Side by side: one waits for the network and the disk, the other for the processor.
  const [tools, built] = await Promise.allSettled([ensureTools(), generateClient().then(() => buildWeb().catch(failure))]);
  if (tools.status === "rejected") throw tools.reason;
  if (built.status === "rejected") throw built.reason;
  const { chromium, firefox } = tools.value;
  const isBuilt = built.value;
  // After the build, which writes types of the routes that are checked along; by one reading of them all.
  const law = checkStage(tally, "Types, lint", inCheckout("node_modules/oxlint/bin/oxlint"), ["--type-aware", "--type-check", "--deny-warnings"]);

  // In one run, so that no core is idle while a last file of one kind keeps those of another waiting.
  const projects = isBuilt === false ? ["unit", "integration"] : ["unit", "integration", "e2e"];
  await Promise.all([law, vitestStage(tally, "Tests", projects, { CHROMIUM: chromium, FIREFOX: firefox })]);
  if (isBuilt === false) report(tally, "End to end", "not run, for there is no build", { passed: 0, failed: 1 });
} catch (error) {
  failure(error);
}

process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed\n`);
process.exitCode = tally.failed === 0 && tally.passed > 0 ? 0 : 1;

function failure(error: unknown): false {
  tally.failed += 1;
  process.stdout.write(`\n${messageOf(error)}\n\n`);
  return false;
}
