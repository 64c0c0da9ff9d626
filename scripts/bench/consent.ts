/**
 * npm run bench:consent [-- --open N] [--withdrawals N] [--whole N]
 *
 * How long it takes from the form with which somebody takes back what they allowed, sent to the service's own handler, until the last
 * door refuses: with ten thousand released disclosures on a real PostgreSQL, recipients knocking at their doors all the while. Once
 * with what they hold spread over a hundred people, and once with all of it on one person's word; and beside it the same number of
 * rows changed by one bare statement, which is the least that it can cost here.
 *
 * Exit code: 0 every limit holds, 1 one does not.
 */
import { createHash, randomInt, randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { person, type Person } from "./consent/people";
import { openInstance } from "./instance";

const { values } = parseArgs({
  options: {
    open: { type: "string", default: "10000" }, withdrawals: { type: "string", default: "100" }, whole: { type: "string", default: "5" },
  },
});
const [OPEN, WITHDRAWALS, WHOLE] = [Number(values.open), Number(values.withdrawals), Number(values.whole)];
const LIMIT_MS = 1000;
/** Where one word closes everything: each disclosure is read, decided on, changed, and has a notice and an entry of the ledger, in one transaction. */
const LIMIT_OF_BARE = 8;
/** So many recipients knock at one door after the other, this long apart: a hundred knocks a second, which leave the machine some room. */
const [KNOCKING, APART_MS] = [3, 30];

const say = (text = "") => process.stdout.write(`${text}\n`);
const ms = (value: number) => `${value.toFixed(0)} ms`;
const quantile = (times: readonly number[], q: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.ceil(q * times.length) - 1)]!;

const instance = await openInstance();
const sql = new Client({ connectionString: instance.ownerUrl });
await sql.connect();

const { POST } = await import("~/app/r/route");
const { clear } = await import("~/domain/disclosure");
const { snapshot } = await import("~/server/db");
const { standingFacts } = await import("~/server/facts/queries");

/** One form of the page of a card, as a browser sends it. */
async function send(fields: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams(fields).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded", "content-length": String(body.length), origin: "null" };
  const answer = await POST(new Request("http://localhost:3000/r", { method: "POST", headers, body }));
  if (answer.status !== 200) throw new Error(`The page of a card answered with ${answer.status}.`);
  return await answer.text();
}

/** Whether the door of a disclosure would let its recipient in now: by its state and by what everybody in it says. */
const isOpen = (id: string): Promise<boolean> =>
  snapshot(async (tx) => {
    const { state, facts } = await standingFacts(tx, id);
    return state === "released" && clear(facts, new Date()).ok;
  });

type Measured = { readonly answered: number; readonly refusing: number };

/** Take everything back with somebody's card, while others knock at the doors that it closes. */
async function withdraw({ code, disclosures }: Person): Promise<Measured> {
  const page = await send({ step: "enter", in: "en", code });
  const pass = /name="pass" value="([^"]+)"/.exec(page)?.[1];
  if (!pass) throw new Error("The page has no pass.");
  let [lastOpen, firstShut] = [performance.now(), Infinity];
  const work = new AbortController();
  const knocking = Array.from({ length: KNOCKING }, async () => {
    while (!work.signal.aborted) {
      const asked = performance.now();
      // What was let in is counted from when it asked: it read one state, of that moment or later.
      if (await isOpen(disclosures[randomInt(disclosures.length)]!)) lastOpen = Math.max(lastOpen, asked);
      else firstShut = Math.min(firstShut, performance.now());
      await sleep(APART_MS);
    }
  });
  const start = performance.now();
  await send({ step: "act", in: "en", pass, choice: "everything" });
  const answered = performance.now() - start;
  work.abort();
  await Promise.all(knocking);
  for (const id of [disclosures[0]!, disclosures.at(-1)!]) if (await isOpen(id)) throw new Error("A door is open after the answer.");
  const { rows } = await sql.query<{ left: string }>(
    `SELECT count(*) AS left FROM "Disclosure" WHERE "id" = ANY($1) AND "state" <> 'closed'`, [disclosures],
  );
  if (rows[0]?.left !== "0") throw new Error("Something was not closed.");
  // One transaction shuts them all: they refuse by the end of the first knock that was refused, or by the answer, and after the last that
  // was let in. The person waits longer: until the entries of the ledger have their places.
  return { answered, refusing: Math.max(lastOpen, Math.min(firstShut, start + answered)) - start };
}

/** The same number of rows changed by one statement in one transaction. */
async function bare(count: number): Promise<number> {
  const { rows } = await sql.query<{ id: string }>(`SELECT "id" FROM "Disclosure" LIMIT $1`, [count]);
  const start = performance.now();
  await sql.query("BEGIN");
  await sql.query(`UPDATE "Disclosure" SET "closedAt" = now() WHERE "id" = ANY($1)`, [rows.map(({ id }) => id)]);
  await sql.query("COMMIT");
  return performance.now() - start;
}

const newToken = () => createHash("sha256").update(randomUUID()).digest();
let fine = true;
const holds = (what: string, value: number, limit: number, unit: (value: number) => string) => {
  fine &&= value < limit;
  say(`${value < limit ? "holds" : "FAILS"}  ${what}: ${unit(value)}, limit ${unit(limit)}`);
};

try {
  const each = Math.ceil(OPEN / WITHDRAWALS);
  say(`${WITHDRAWALS} people, each in ${each} released disclosures: ${each * WITHDRAWALS} open at the beginning.`);
  const people: Person[] = [];
  for (let n = 0; n < WITHDRAWALS; n += 1) people.push(await person(sql, each, newToken));
  await sql.query("ANALYZE");
  const spread: Measured[] = [];
  for (const one of people) spread.push(await withdraw(one));
  const refusing = spread.map((one) => one.refusing);
  say(`  until the last door refuses: median ${ms(quantile(refusing, 0.5))}, p99 ${ms(quantile(refusing, 0.99))}, worst ${ms(Math.max(...refusing))}`);
  const least = await bare(each);
  say(`  ${each} rows by one bare statement: ${ms(least)}; the median is ${(quantile(refusing, 0.5) / least).toFixed(1)} times that`);
  holds("p99 with ten thousand open", quantile(refusing, 0.99), LIMIT_MS, ms);

  say(`\n${WHOLE} times one person on whose word all ${OPEN} rely.`);
  const whole: Measured[] = [];
  for (let n = 0; n < WHOLE; n += 1) {
    const one = await person(sql, OPEN, newToken);
    await sql.query("ANALYZE");
    whole.push(await withdraw(one));
    say(`  answered after ${ms(whole[n]!.answered)}, the last door refused after ${ms(whole[n]!.refusing)}`);
  }
  const all = await bare(OPEN);
  const worst = Math.max(...whole.map((one) => one.refusing));
  say(`  ${OPEN} rows by one bare statement: ${ms(all)}`);
  holds("worst of those on whose word all of them rely, in bare statements", worst / all, LIMIT_OF_BARE, (value) => value.toFixed(1));
} finally {
  await sql.end();
  await instance.close();
}
process.exitCode = fine ? 0 : 1;
