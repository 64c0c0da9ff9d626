/**
 * `npm run test:consent [-- --worlds <n>] [--seed <n>]`: a hundred thousand small worlds of people, pictures, accounts,
 * answers and clocks, in each of which `clear` is held against a second reading of the rules, to the last gap. `npm test` does
 * the same with a few thousand.
 *
 * Exit code: 0 they agree in each, and every gap occurred; 1 they do not, or one did not.
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { gapCodes } from "~/domain/disclosure";
import { compare, unmet } from "./compare";

const { values } = parseArgs({ options: { worlds: { type: "string", default: "100000" }, seed: { type: "string" } } });
const runs = Number(values.worlds);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) throw new Error("--worlds and --seed take numbers.");

const say = (line: string) => process.stdout.write(`${line}\n`);
const share = (some: number, of: number) => `${some.toString().padStart(8)}  ${((100 * some) / of).toFixed(2).padStart(6)} %`;

const began = performance.now();
say(`seed ${seed}`);
const figures = compare({ runs, seed });
const { worlds, sound, soundWithPeople, met, alone, traits, disagreement } = figures;
say(`${share(worlds, runs)}  worlds judged twice, in ${((performance.now() - began) / 1000).toFixed(1)} s`);
say(`${share(sound, worlds)}  may leave`);
say(`${share(soundWithPeople, worlds)}  may leave and show or mention somebody`);
say("\nworlds with");
for (const [name, some] of traits) say(`${share(some, worlds)}  ${name}`);
say("\nworlds in which a gap occurs, and in which no other does");
for (const why of gapCodes) say(`${share(met.get(why) ?? 0, worlds)}  ${share(alone.get(why) ?? 0, worlds)}  ${why}`);

const missing = unmet(figures);
if (disagreement !== null) say(`\nThey disagree:\n${disagreement}`);
if (missing.length > 0) say(`\nNever reached: ${missing.join(", ")}`);
say(disagreement === null ? "\nno disagreement" : "");
process.exitCode = disagreement === null && missing.length === 0 ? 0 : 1;
