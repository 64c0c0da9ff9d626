/**
 * npm run bench:ledger [-- --sizes 10000,100000,1000000] [--requests N] [--at-once N]
 *
 * The ledger at work, on a real PostgreSQL that writes to the disk, at each of the sizes: how many requests record something in a second,
 * each in a transaction of its own, by one of a few members, and answered when its entry has its place, beside the same number of bare transactions that insert one such
 * row and commit; how long a proof takes; and how long `ledger:verify` takes for all of it, with how much memory.
 *
 * Exit code: 0 every limit holds, 1 one does not.
 */
import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Client, Pool } from "pg";
import { verifyLedger } from "../ledger/verify-tables";
import { openInstance } from "./instance";

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000,100000,1000000" }, requests: { type: "string", default: "8000" },
    "at-once": { type: "string", default: "100" },
  },
});
const sizes = values.sizes.split(",").map(Number);
const [REQUESTS, AT_ONCE] = [Number(values.requests), Number(values["at-once"])];
const PER_SECOND = 1000;
const VERIFIED_MS = 60_000;
/** Of heap and buffers between a ledger of the first size and one of the last: what grows with it grows a hundredfold. */
const FLAT_MB = 64;
/** As many as a process of the service has to the database. */
const CONNECTIONS = 12;
const PROOFS = 300;

const say = (text = "") => process.stdout.write(`${text}\n`);
const quantile = (times: readonly number[], q: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(q * times.length) - 1)]!;

const instance = await openInstance({ durable: true });
const owner = new Client({ connectionString: instance.ownerUrl });
await owner.connect();
const { settle, record } = await import("~/server/custody");
const { snapshot, transaction } = await import("~/server/db");
const { provenEntries, signedHead } = await import("~/server/ledger/queries");

const worded = (account: string) => ({ kind: "account.worded", account, incident: randomUUID(), digest: "0".repeat(64) }) as const;

/** Entries as the service writes them, a thousand in a transaction. */
async function growTo(size: number): Promise<void> {
  for (let left = size - (await signedHead()).size; left > 0; left -= 1000)
    await transaction((tx) => record(tx, null, new Date(), ...Array.from({ length: Math.min(left, 1000) }, () => worded(randomUUID()))));
  await settle();
  await owner.query("VACUUM ANALYZE");
}

/** `work`, so many times, so many of them under way at any moment. @returns how many a second, and how long each took */
async function often(count: number, atOnce: number, work: () => Promise<unknown>): Promise<{ rate: number; times: number[] }> {
  const times: number[] = [];
  let left = count;
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (left-- > 0) {
      const from = performance.now();
      await work();
      times.push(performance.now() - from);
    }
  }));
  return { rate: count / ((performance.now() - start) / 1000), times };
}

/** Whom the ledger knows by pseudonym: it has none for them before the first of these requests. */
const members = Array.from({ length: 24 }, () => randomUUID());
const requests = (): ReturnType<typeof often> => {
  let nth = 0;
  return often(REQUESTS, AT_ONCE, () => transaction((tx) => record(tx, members[nth++ % members.length]!, new Date(), worded(randomUUID()))));
};

/** The least that it can cost to commit one row: no tree, no library between us and the server. */
async function bare(): Promise<number> {
  const pool = new Pool({ connectionString: instance.ownerUrl, max: CONNECTIONS });
  await pool.query(`CREATE TABLE IF NOT EXISTS bare ("id" bigserial PRIMARY KEY, "at" timestamptz, "salt" bytea, "body" bytea)`);
  const [salt, body] = [Buffer.alloc(32, 1), Buffer.alloc(200, 2)];
  const { rate } = await often(REQUESTS, AT_ONCE, async () => {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      await client.query(`INSERT INTO bare ("at", "salt", "body") VALUES (now(), $1, $2)`, [salt, body]);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
  });
  await pool.end();
  return rate;
}

let fine = true;
const judge = (holds: boolean, what: string) => {
  fine &&= holds;
  say(`  ${holds ? "holds" : "FAILS"}  ${what}`);
};

/** @returns the median time of a proof, in milliseconds */
async function proofs(): Promise<number> {
  const head = await signedHead();
  const { rows } = await owner.query<{ about: string }>(
    `SELECT "about" FROM "CustodyEvent" WHERE "index" IN (SELECT (random() * $1)::bigint FROM generate_series(1, $2)) LIMIT $2`, [head.size - 1, PROOFS],
  );
  const ofEach = rows.map(({ about }) => about);
  const times: number[] = [];
  for (const account of ofEach) {
    const from = performance.now();
    const [[entry] = []] = await snapshot((tx) => provenEntries(tx, head, [{ account }]));
    if (!entry) throw new Error("An entry was not proven.");
    times.push(performance.now() - from);
  }
  say(`  a proof, looked up, made and checked: median ${quantile(times, 0.5).toFixed(2)} ms, p95 ${quantile(times, 0.95).toFixed(2)} ms`);
  return quantile(times, 0.5);
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** @returns how long it took, and the most memory beyond what there was before, in MB */
async function verified(size: number): Promise<{ ms: number; mb: number }> {
  const { publicKey: verifierKey } = await signedHead();
  // What is held, not what nobody has collected yet.
  const used = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 1e6;
  };
  const before = used();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, used())), 500);
  const from = performance.now();
  const verdict = await verifyLedger(owner, { verifierKey });
  clearInterval(watch);
  if (!verdict.ok || verdict.size < size) throw new Error(`The ledger does not verify: ${JSON.stringify(verdict)}`);
  const [ms, mb] = [performance.now() - from, most - before];
  say(`  all ${verdict.size} entries verified in ${(ms / 1000).toFixed(1)} s, ${(verdict.size / ms).toFixed(0)} a millisecond, with ${mb.toFixed(0)} MB at most beyond what there was`);
  return { ms, mb };
}

try {
  const seen: { size: number; rate: number; proof: number; ms: number; mb: number }[] = [];
  for (const size of sizes) {
    await growTo(size);
    say(`${size} entries, ${AT_ONCE} requests at once`);
    const least = await bare();
    const { rate, times } = await requests();
    say(`  ${rate.toFixed(0)} requests a second record and are answered with their entry placed, ${(rate / least).toFixed(2)} of ${least.toFixed(0)} bare transactions; median ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms`);
    judge(rate >= PER_SECOND, `${PER_SECOND} appends a second`);
    const proof = await proofs();
    seen.push({ size, rate, proof, ...(await verified(size)) });
  }
  const [first, last] = [seen[0]!, seen.at(-1)!];
  say(`From ${first.size} to ${last.size} entries`);
  const leaves = Math.log2(last.size) / Math.log2(first.size);
  say(`  appends: ${(last.rate / first.rate).toFixed(2)} of the rate; a proof: ${(last.proof / first.proof).toFixed(2)} times as long, the depth of the tree ${leaves.toFixed(2)} times`);
  judge(last.proof / first.proof < 2 * leaves, "a proof grows with the depth, not with the size");
  judge(last.ms * (1_000_000 / last.size) < VERIFIED_MS, "a million entries verified in less than a minute");
  judge(last.mb - first.mb < FLAT_MB, `no more than ${FLAT_MB} MB beyond what the smallest takes`);
} finally {
  await owner.end();
  await instance.close();
}
process.exitCode = fine ? 0 : 1;
