/**
 * npm run bench:guessing [-- --guesses N] [--times N]
 *
 * A hundred thousand guesses against the sign-in of the service itself, with a real PostgreSQL, the hash at its full cost and a clock that is told:
 * a hundred a second, at a hundred handles in turn, then at one. How many are checked for one handle; how long members wait who want to sign in
 * meanwhile and afterwards, with a browser that is known and with one that is not. And whether the time of an answer tells if a handle exists.
 *
 * Exit code: 0 every limit holds, 1 one does not.
 */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import type { Verdict } from "./guessing/ordeal";
import type { Times } from "./guessing/times";
import { openInstance } from "./instance";

const { values } = parseArgs({
  options: { guesses: { type: "string", default: "100000" }, times: { type: "string", default: "150" } },
});
const GUESSES = Number(values.guesses);
const EVERY_MS = 10;
const HANDLES = 100;
const OTHERS = 20;
const TIMES = Number(values.times);

const say = (text = "") => process.stdout.write(`${text}\n`);
const seconds = (ms: number | null) => (ms === null ? "not at all" : `${(ms / 1000).toFixed(0)} s`);

function tell(verdict: Verdict, ms: number, stated: { known: number; quiet: number; afterwards: number }): void {
  const { aim, checked, most, limit, known, quiet, afterwards, meanwhile, holds } = verdict;
  say(`${aim === "spread" ? `At ${HANDLES} handles in turn` : "At one handle"}: ${GUESSES} guesses in ${(GUESSES * EVERY_MS) / 1000} s of the told clock, ${(ms / 1000).toFixed(0)} s of ours`);
  say(`  checked                                       ${checked}, for one handle at most ${most} (limit ${limit})`);
  say(`  longest wait, known browser                   ${seconds(known)} (limit ${seconds(stated.known)})`);
  say(`  longest wait, unknown browser, others' handles ${seconds(quiet)} (limit ${seconds(stated.quiet)})`);
  say(`  longest wait, unknown browser, after the guessing of its handle ${seconds(afterwards)} (limit ${seconds(stated.afterwards)})`);
  say(`  in while it lasted, unknown browser, guessed handle ${meanwhile.in} of ${meanwhile.of} (no limit)`);
  say(`  ${holds ? "holds" : "DOES NOT HOLD"}`);
}

const instance = await openInstance();
let holds = true;
try {
  const { authSecret } = await import("~/env");
  const { newMembers } = await import("./guessing/members");
  const { ordeal, STATED } = await import("./guessing/ordeal");
  const { byChance, measure, medians, rightness } = await import("./guessing/times");

  const names = (what: string, count: number) => Array.from({ length: count }, (_, n) => `${what}-${n}`);
  const guessed = await newMembers(names("guessed", HANDLES));
  const others = await newMembers(names("other", OTHERS));
  for (const [aim, start] of [["spread", "2026-01-01T00:00:00Z"], ["focused", "2026-02-01T00:00:00Z"]] as const) {
    const began = performance.now();
    const verdict = await ordeal(aim, { guesses: GUESSES, everyMs: EVERY_MS, start: new Date(start) }, { guessed, others, secret: authSecret() });
    tell(verdict, performance.now() - began, STATED);
    holds &&= verdict.holds;
  }

  const places = { existing: "guessed-0", missing: "nobody-0", start: new Date("2026-03-01T00:00:00Z") };
  const times = await measure(places, { checked: TIMES, refused: TIMES * 10 });
  const alike = (what: string, some: Times) => {
    const { existing, missing } = medians(some);
    const [right, limit] = [rightness(some), byChance(some)];
    const within = Math.abs(right - 0.5) <= limit;
    say(`  ${what}: median ${existing.toFixed(2)} ms and ${missing.toFixed(2)} ms; told apart in ${(100 * right).toFixed(1)} of 100 (limit 50 ± ${(100 * limit).toFixed(1)}): ${within ? "holds" : "DOES NOT HOLD"}`);
    holds &&= within;
  };
  say(`Time of an answer for a handle that exists and for one that does not, ${TIMES} and ${TIMES * 10} of each`);
  alike("checked and wrong", times.checked);
  alike("refused as too early", times.refused);
} finally {
  await instance.close();
}
process.exitCode = holds ? 0 : 1;
