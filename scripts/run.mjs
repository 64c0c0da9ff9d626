// @ts-check
/**
 * Runs one of this project's programs on Node 24, with the packages in place: `node scripts/run.mjs <file> [arguments]`.
 * Standard output is the program's alone.
 */
import path from "node:path";
import { handOver } from "./launch/handover.mjs";
import { prepare } from "./launch/prepare.mjs";

const [program, ...args] = process.argv.slice(2);
try {
  if (program === undefined) throw new Error("Which program? node scripts/run.mjs <file> [arguments]");
  process.exitCode = await handOver(await prepare(process.stderr), path.resolve(program), args);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
