/**
 * `npm run test:mutants [-- --at-once <n>]`: breaks the rules of consent and disclosure in every way that StrykerJS knows, one at a
 * time, and has their tests run against each. The library is no dependency of ours, since it would double the time of `npm ci`: it is
 * installed for the run, at the versions of the lock file beside this, into a folder that is removed again.
 *
 * Exit code: 0 every change was noticed but those that `equivalent.ts` names, with the reason; 1 another was not.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { inCheckout } from "../launch/checkout.mjs";
import { equivalents, type Equivalent } from "./equivalent";

const { values } = parseArgs({ options: { "at-once": { type: "string", default: "2" } } });

const Report = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.string(),
      mutants: z.array(
        z.object({
          mutatorName: z.string(), status: z.string(), replacement: z.string().default(""), statusReason: z.string().default(""),
          location: z.object({ start: z.object({ line: z.number() }), end: z.object({ line: z.number() }) }),
        }),
      ),
    }),
  ),
});

const folder = mkdtempSync(path.join(tmpdir(), "vouchsafe-mutants-"));
try {
  process.exitCode = main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(command: string, ...args: string[]): void {
  const { status } = spawnSync(command, args, { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error(`${path.basename(command)} ended with ${status ?? "a signal"}.`);
}

function main(): number {
  for (const file of ["package.json", "package-lock.json", "stryker.config.json", "vitest.config.ts"])
    cpSync(path.join(import.meta.dirname, file), path.join(folder, file));
  for (const part of ["src/domain", "tests/support", "tests/consent"]) cpSync(inCheckout(part), path.join(folder, part), { recursive: true });
  // As the lock file has it. Not `npm ci`: it wants an optional package for another system, which not every registry carries.
  run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund");
  run(process.execPath, "node_modules/@stryker-mutator/core/bin/stryker.js", "run", "stryker.config.json", "--concurrency", values["at-once"]);
  return judge(Report.parse(JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8"))));
}

/** What was noticed and what was not, in words. @returns the exit code */
function judge({ files }: z.infer<typeof Report>): number {
  const used = new Set<Equivalent>();
  let [noticed, unable, excused] = [0, 0, 0];
  const missed: string[] = [];
  const otherwise: { one: Equivalent; how: string }[] = [];
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const lines = source.split("\n");
    for (const { status, statusReason, mutatorName, replacement, location } of mutants) {
      const line = lines[location.start.line - 1] ?? "";
      const known = equivalents.find(
        (one) => file.endsWith(`/${one.file}.ts`) && line.includes(one.line) && one.kinds.includes(mutatorName) && (one.to ?? replacement) === replacement,
      );
      if (known && status !== "Survived") otherwise.push({ one: known, how: `${status} ${statusReason}` });
      if (status === "Killed" || status === "Timeout") noticed += 1;
      // It does not even start: a table that its schema refuses, say.
      else if (status === "RuntimeError" || status === "CompileError") unable += 1;
      else {
        if (known) used.add(known);
        if (known) excused += 1;
        else missed.push(`${file}:${location.start.line}  ${mutatorName}  ${line.trim()}  =>  ${replacement}`);
      }
    }
  }
  const idle = equivalents.filter((one) => !used.has(one)).map((one) => {
    const how = otherwise.flatMap((other) => (other.one === one ? other.how : []));
    return `${one.file}: ${one.line} (${how.join("; ") || "gone"})`;
  });
  process.stdout.write(
    [
      "", `${noticed + unable + excused + missed.length} changes`, `${noticed} noticed by a test`, `${unable} with which nothing starts`,
      `${excused} that are no change, with a reason`, `${missed.length} that no test noticed`, ...missed.map((one) => `  ${one}`),
      ...idle.map((one) => `named as no change, and noticed or gone: ${one}`), "",
    ].join("\n"),
  );
  return missed.length + idle.length > 0 ? 1 : 0;
}
