/**
 * `npm run test:instances [-- --runs <n>] [--seed <n>]`: plays instances on a PostgreSQL of their own. People ask, answer, mark,
 * propose, decide, open, take back, are put out and have things erased, in any order and at once, while time passes; after each step
 * the ledger is held against a model that knows nothing of `clear`. `npm test` plays a few.
 *
 * Exit code: 0 no door opened that should not have, and none stayed shut that everybody had agreed to; 1 one did.
 */
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { inCheckout } from "../../scripts/launch/checkout.mjs";

const { values } = parseArgs({ options: { runs: { type: "string", default: "100" }, seed: { type: "string" } } });
const runs = Number(values.runs);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) throw new Error("--runs and --seed take numbers.");

const child = spawn(process.execPath, [inCheckout("node_modules/vitest/vitest.mjs"), "run", "--project", "integration", "tests/flows/instances.test.ts"], {
  cwd: inCheckout("."),
  stdio: "inherit",
  env: { ...process.env, INSTANCES: String(runs), INSTANCES_SEED: String(seed) },
});
child.on("close", (code) => {
  process.exitCode = code ?? 1;
});
