import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inCheckout } from "../launch/checkout.mjs";
import { duration, say } from "../launch/progress.mjs";
import { type Outcome, runCommand } from "./command";
import { countVitest, type Tally } from "./tally";

const RESULT_COLUMN = 52;
/** What Node prints about a use that it deprecates or an experiment that it warns of. */
const NODE_WARNING = /^\(node:\d+\) .*Warning: .*$/gm;

const OF_PROJECT: Readonly<Record<string, (file: string) => boolean>> = {
  unit: (file) => file.startsWith(inCheckout("src")),
  integration: (file) => file.startsWith(inCheckout("tests")) && !file.startsWith(inCheckout("tests", "e2e")),
  e2e: (file) => file.startsWith(inCheckout("tests", "e2e")),
};

/** A program that passes or fails as a whole, and counts as one test. */
export async function checkStage(tally: Tally, name: string, program: string, args: readonly string[]): Promise<void> {
  const began = performance.now();
  const outcome = await runCommand(process.execPath, [program, ...args]);
  const counted = outcome.succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  finish(tally, name, counted, outcome, began);
}

/** One run of vitest over some of its projects. */
export async function vitestStage(
  tally: Tally,
  name: string,
  projects: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const began = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), "vouchsafe-tests-"));
  const file = path.join(folder, "report.json");
  const options = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  for (const project of projects) options.push("--project", project);
  try {
    const outcome = await runCommand(process.execPath, [inCheckout("node_modules/vitest/vitest.mjs"), ...options], env);
    const belongs = Object.fromEntries(projects.map((project) => [project, OF_PROJECT[project] ?? (() => false)]));
    const { complaints, ...counted } = countVitest(readReport(file), outcome.succeeded, belongs);
    finish(tally, name, counted, { ...outcome, output: [outcome.output, ...complaints, ""].join("\n") }, began);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A run that broke before its first test leaves no report. */
function readReport(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return '{ "testResults": [] }';
  }
}

function finish(tally: Tally, name: string, counted: Tally, { output }: Outcome, began: number): void {
  const warnings = output.match(NODE_WARNING) ?? [];
  const total = { passed: counted.passed, failed: counted.failed + (warnings.length > 0 ? 1 : 0) };
  const result = `${total.passed} passed${total.failed === 0 ? "" : `, ${total.failed} FAILED`}`;
  report(tally, name, `${result.padEnd(RESULT_COLUMN)} ${duration(performance.now() - began)}`, total);
  if (counted.failed > 0) process.stdout.write(`\n${output}\n`);
  else if (warnings.length > 0) process.stdout.write(`\n${warnings.join("\n")}\n\n`);
}

/** Adds to the count, and says so in one line. */
export function report(tally: Tally, name: string, text: string, { passed, failed }: Tally): void {
  tally.passed += passed;
  tally.failed += failed;
  say(name, text);
}
