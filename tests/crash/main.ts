/**
 * `npm run test:crash [-- --kills <n>] [--seed <n>]`: kills web, worker, decoder and PostgreSQL with `kill -9` at random
 * moments under uploading, ten times each, and the launcher a few times, and holds everything that is there afterwards
 * against what the senders of photos were told. `npm test` has a short form of it.
 */
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { makeWhatIsStale } from "../../scripts/launch/build";
import { messageOf } from "../../scripts/launch/thrown.mjs";
import { Ordeal, type Victim } from "./ordeal";

const WATCHDOG_MS = 40 * 60_000;
const LAUNCHER_KILLS = 3;

const { values } = parseArgs({ options: { kills: { type: "string", default: "10" }, seed: { type: "string" } } });
const kills = Number(values.kills);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) throw new Error("--kills and --seed take numbers.");

const began = Date.now();
const say = (line: string) => process.stdout.write(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}\n`);

const rounds: readonly Victim[][] = [
  ...(["web", "worker", "decoder", "postgres"] as const).map((victim) => Array.from({ length: kills }, () => victim)),
  Array.from({ length: Math.min(kills, LAUNCHER_KILLS) }, () => "launcher" as const),
];

process.exitCode = await main();
if (process.connected) process.disconnect();

async function main(): Promise<number> {
  say(`seed ${seed}`);
  await makeWhatIsStale();
  const ordeal = await Ordeal.begin(seed, say);
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => reject(new Error(`Ended by ${signal}.`)));
    }
    setTimeout(() => reject(new Error("Ended by the watchdog.")), WATCHDOG_MS).unref();
  });
  try {
    return await Promise.race([everyRound(ordeal), interrupted]);
  } catch (error) {
    say(messageOf(error));
    return 1;
  } finally {
    await ordeal.end();
  }
}

async function everyRound(ordeal: Ordeal): Promise<number> {
  let faults = 0;
  for (const round of rounds) {
    await ordeal.run(round);
    const { faults: found, ...figures } = await ordeal.audit();
    faults = found.length;
    say(`after ${round[0]} × ${round.length}: ${JSON.stringify(figures)}`);
    for (const fault of found) say(`FAULT: ${fault}`);
    if (faults > 0) break;
  }
  const { kills: counted, decodersAtWork, struckUploads, uploads } = ordeal;
  say(JSON.stringify({ seed, kills: counted, decodersAtWork, struckUploads, interrupted: uploads.interrupted, faults }));
  return faults === 0 ? 0 : 1;
}
