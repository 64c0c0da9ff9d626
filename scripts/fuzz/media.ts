/**
 * npm run fuzz:media -- [--seed N] [--count N] [--from N] [--files <folder>] [--keep <folder>] [--json <file>]
 * npm run fuzz:media -- --as-they-are <folder>
 *
 * Broken files of every format through what an upload goes through: each is sanitised, and every eighth is also checked and inspected. The same seed and
 * number give the same file, and a run goes on where another stopped with --from. `--files`: real files to start from beside those made by code, by default
 * ../shared/data/metadata where that exists. `--keep`: where a file that failed is written. With --as-they-are every file of a folder is checked,
 * inspected and sanitised as it is, one after the other, with a line for each: time and a decoder's most memory.
 *
 * Fails when this process meets anything but a picture or a refusal, when a decoder takes longer or more memory than the limits say, or when a picture that
 * came out is no bare JPEG or holds the marker that the made files carry.
 *
 * Exit code: 0 as it should be, 1 something failed, 2 wrong arguments.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { close, confinement, limits } from "~/media";

import { Attempts, type File } from "./attempts";
import { Chance } from "./chance";
import { mutated } from "./mutate";
import { type Seed, realFiles, seeds } from "./seeds";

const EVERY = 8;
const SAY = 250;

const { values } = parseArgs({
  options: {
    "seed": { type: "string", default: String(Date.now() % 1e9) },
    "count": { type: "string", default: "20000" },
    "from": { type: "string", default: "0" },
    "files": { type: "string", default: "../shared/data/metadata" },
    "as-they-are": { type: "string" },
    "keep": { type: "string" },
    "json": { type: "string" },
  },
});
const [seed, count, from] = [values.seed, values.count, values.from].map(Number) as [number, number, number];
if (![seed, count, from].every((value) => Number.isSafeInteger(value) && value >= 0)) {
  process.stderr.write("--seed, --count and --from are whole numbers.\n");
  process.exit(2);
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const { weaknesses } = await confinement();
say(`confinement: ${weaknesses.length === 0 ? "full" : weaknesses.join(" ")}`);
const attempts = new Attempts(values.keep);

async function broken(): Promise<void> {
  const { made, real } = await seeds(values.files);
  say(`seed ${seed}, files ${from} to ${from + count - 1}; from ${made.length} made and ${real.length} real files`);
  /** Three of four start from what carries the marker. */
  const fileOf = (number: number): File => {
    const chance = new Chance(seed, number);
    const pick = (): Seed => chance.some(real.length > 0 && chance.in(0.25) ? real : made)!;
    const [base, other] = [pick(), pick()];
    return { ...mutated(base.bytes, other.bytes, chance), from: base.name, name: `${seed}-${number}` };
  };
  let next = from;
  let done = 0;
  const serve = async () => {
    while (next < from + count) {
      const number = next;
      next += 1;
      await attempts.all(fileOf(number), number % EVERY === 0 ? ["sanitise", "check", "inspect"] : ["sanitise"]);
      done += 1;
      if (done % SAY > 0) continue;
      say(attempts.line());
      if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ seed, from, ...attempts.report() }, null, 2));
    }
  };
  await Promise.all(Array.from({ length: limits.decoders }, serve));
}

async function asTheyAre(folder: string): Promise<void> {
  for (const { name, bytes } of realFiles(folder, Number.POSITIVE_INFINITY)) {
    attempts.peakSince();
    const found = await attempts.all({ name, bytes, from: folder, how: ["as it is"] }, ["check", "inspect", "sanitise"]);
    const words = found.map(({ step, became, ms }) => `${step} ${became} ${ms} ms`);
    say(`${name}: ${words.join(", ")}; ${Math.round(attempts.peakSince() / 1e6)} MB`);
  }
}

await (values["as-they-are"] === undefined ? broken() : asTheyAre(values["as-they-are"]));
attempts.end();
await close();
const report = { ...(values["as-they-are"] === undefined && { seed, from }), ...attempts.report() };
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(report, null, 2));
say(JSON.stringify(report, null, 2));
process.exitCode = report.failures.length === 0 ? 0 : 1;
