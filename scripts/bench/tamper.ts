/**
 * npm run bench:tamper [-- --mutations N] [--seed N]
 *
 * Changes a dossier, the ledger, the rows beside it, what others vouched for of it and the stored objects of an instance that is made for it, in random ways, one at a
 * time, and asks what checks each of them: `dossier:verify`, `ledger:verify` and the fixity job. Each change has to be found, and what was
 * found has to name what was changed. What changes nothing, as when two equal things are exchanged, is drawn again.
 *
 * Exit code: 0 all were found and named, and nothing is found where nothing was changed; 1 not so.
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { uniform } from "../seeded-chance";
import { openVictim, type Found } from "./tamper/victim";

const { values } = parseArgs({ options: { mutations: { type: "string", default: "1000" }, seed: { type: "string" } } });
const most = Number(values.mutations);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
if (!Number.isInteger(most) || most < 1 || !Number.isInteger(seed)) throw new Error("--mutations and --seed take numbers.");

const say = (line = "") => process.stdout.write(`${line}\n`);
const next = uniform(seed);
const chance = (below: number): number => Math.floor(next() * below);

say(`seed ${seed}`);
const began = performance.now();
const victim = await openVictim();
let fine = true;
try {
  const untouched = async () => {
    const faults = await victim.untouched();
    for (const fault of faults) say(`FAILS  untouched: ${fault}`);
    fine &&= faults.length === 0;
  };
  await untouched();
  const kinds = victim.kinds;
  type Row = { made: number; missed: string[]; unnamed: string[] };
  const table = new Map<string, Row>(kinds.map(({ of, how }) => [`${of.padEnd(8)}  ${how}`, { made: 0, missed: [], unnamed: [] }]));
  let same = 0;
  for (let n = 0; n < most; ) {
    // Each kind in its turn; chance is in what it does.
    const { of, how, change } = kinds[n % kinds.length]!;
    const found: Found | null = await change(chance);
    if (found === null) {
      same += 1;
      continue;
    }
    n += 1;
    const row = table.get(`${of.padEnd(8)}  ${how}`)!;
    row.made += 1;
    if (found.said === null) row.missed.push(`change ${n}`);
    else if (!found.named) row.unnamed.push(`change ${n}: ${found.said}`);
  }
  await untouched();
  say(`\n${"changed".padEnd(50)} times  found  named`);
  for (const [name, { made, missed, unnamed }] of table) {
    const named = made - missed.length - unnamed.length;
    say(`${name.padEnd(50)} ${String(made).padStart(5)}  ${String(made - missed.length).padStart(5)}  ${String(named).padStart(5)}`);
    for (const one of [...missed, ...unnamed]) say(`   FAILS  ${one}`);
    fine &&= named === made;
  }
  const rows = [...table.values()];
  const found = rows.reduce((sum, { made, missed }) => sum + made - missed.length, 0);
  const named = rows.reduce((sum, { made, missed, unnamed }) => sum + made - missed.length - unnamed.length, 0);
  say(`\n${found} of ${most} found, ${named} named; ${same} that changed nothing were drawn again. ${((performance.now() - began) / 1000).toFixed(0)} s`);
} finally {
  await victim.close();
}
process.exitCode = fine ? 0 : 1;
