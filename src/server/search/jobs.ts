import { facetsOf, RULES, termsOf, textsOfReport, type Term } from "~/domain/search";
import * as accounts from "~/server/accounts/queries";
import * as comments from "~/server/comments/queries";
import { db, transaction, type Tx } from "~/server/db";
import * as incidents from "~/server/incidents/queries";
import { lockIncident } from "~/server/scope";
import { ensureKey } from "./commands";
import { arrayOf, incomplete, rowOf } from "./queries";

const AT_ONCE = 100;
/** How many records one transaction puts into the index at most, and how many digests unless one record has more: its incident waits meanwhile. */
const MOST_RECORDS = 50;
const MOST_DIGESTS = 100_000;
/** How often whoever takes an incident apart begins again because it says something else meanwhile: who said that has asked for a job of their own. */
const MOST_PASSES = 3;

type Unopened = { readonly id: string; readonly sealed: Uint8Array };
/** A record as it was read, and what is to stand in its row. */
type Made = Unopened & { readonly seq: bigint; readonly rules: number; readonly digests: readonly bigint[] };
type Begun = { readonly report: Unopened & { readonly teamId: string }; readonly rules: number };

/** What stands sealed of these records of an incident, wherever they stand. */
async function sealedOf(tx: Tx, ids: readonly string[]) {
  return { accounts: await accounts.sealedOf(tx, ids), comments: await comments.sealedOf(tx, ids) };
}

/**
 * An incident's report, with the rules by which its row was when it was read: while they stand there it says nothing else. The row is made where there
 * is none, under the lock, or it would come back after an erasing. Null once it is erased.
 */
async function begin(incidentId: string): Promise<Begun | null> {
  const ofReport = { where: { id: incidentId }, select: { rules: true } };
  const known = await db().searchRow.findUnique(ofReport);
  if (known) {
    const report = await incidents.indexedOf(db(), incidentId);
    return report && { ...known, report };
  }
  return transaction(async (tx) => {
    await lockIncident(tx, incidentId);
    const report = await incidents.indexedOf(tx, incidentId);
    if (!report) return null;
    await tx.searchRow.createMany({ data: [{ id: incidentId, incidentId, rules: 0, terms: [] }], skipDuplicates: true });
    return { ...(await tx.searchRow.findUniqueOrThrow(ofReport)), report };
  });
}

/** The accounts and comments of an incident that are to be taken apart, oldest first: all of them, unless by its report's row those that have a row by today's rules are as they should be. */
async function sought(incidentId: string, rules: number): Promise<string[]> {
  const rows = rules === RULES ? await db().searchRow.findMany({ where: { incidentId, rules }, select: { id: true } }) : [];
  const done = new Set(rows.map(({ id }) => id));
  return [...(await accounts.indexedOf(db(), incidentId)), ...(await comments.indexedOf(db(), incidentId))].filter((id) => !done.has(id));
}

/** Numbers of records by id. Each keeps its own, and so its segment, for as long as it has a row; only one without a row draws one. */
async function numbersOf(ids: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await db().searchRow.findMany({ where: { id: { in: [...ids] } }, select: { id: true, seq: true } });
  const numbers = new Map(rows.map(({ id, seq }) => [id, seq]));
  const without = ids.filter((id) => !numbers.has(id));
  if (without.length === 0) return numbers;
  const drawn = await db().$queryRaw<{ seq: bigint }[]>`
    SELECT nextval(pg_get_serial_sequence('"SearchRow"', 'seq')) AS "seq" FROM generate_series(1, ${without.length}::int) ORDER BY "seq"`;
  return new Map([...numbers, ...without.map((id, nth) => [id, drawn[nth]!.seq] as const)]);
}

/** Open some records of an incident and take them apart, which is most of the work, while nobody waits for it. */
async function take(key: Buffer, { report, rules }: Begun, ids: readonly string[]): Promise<Made[]> {
  const details = await incidents.detailsOf(report);
  const facets = facetsOf(details, report.teamId);
  const parted: (Unopened & { readonly rules: number; readonly terms: readonly Term[] })[] = [];
  const part = ({ id, sealed }: Unopened, words: readonly Term[], by: number) => parted.push({ id, sealed, rules: by, terms: [...facets, ...words] });
  // By its own row everything is to be done until everything is.
  if (ids.includes(report.id)) part(report, textsOfReport(details).flatMap(termsOf), rules);
  const rows = await sealedOf(db(), ids);
  for (const row of rows.accounts) part(row, termsOf({ field: "account", ...(await accounts.searchedIn(row)) }), RULES);
  for (const row of rows.comments) part(row, termsOf({ field: "comment", language: null, ...(await comments.searchedIn(row)) }), RULES);
  const place = new Map(ids.map((id, nth) => [id, nth]));
  const ordered = parted.toSorted((one, other) => place.get(one.id)! - place.get(other.id)!);
  const numbers = await numbersOf(ordered.map(({ id }) => id));
  return ordered.map(({ terms, ...record }) => {
    const seq = numbers.get(record.id)!;
    return { ...record, seq, digests: rowOf(key, { id: record.id, seq }, terms) };
  });
}

/** In order, as many at a time as one transaction puts in. */
function* transactions(made: readonly Made[]): Generator<Made[]> {
  let [some, digests]: [Made[], number] = [[], 0];
  for (const one of made) {
    if (some.length > 0 && digests + one.digests.length > MOST_DIGESTS) {
      yield some;
      [some, digests] = [[], 0];
    }
    some.push(one);
    digests += one.digests.length;
  }
  if (some.length > 0) yield some;
}

/**
 * Put records into the index that still say what was taken apart, under their incident's lock, as an erasing is, and after its report's row: what goes is
 * not put back by whoever had read it before. A row that is as it should be is not written: each writing puts every digest into the index once more.
 * @returns whether none of them says something else by now
 */
const put = (incidentId: string, rules: number, made: readonly Made[]): Promise<boolean> =>
  transaction(async (tx) => {
    await lockIncident(tx, incidentId);
    const [row] = await tx.$queryRaw<{ rules: number }[]>`SELECT "rules" FROM "SearchRow" WHERE "id" = ${incidentId}::uuid FOR UPDATE`;
    if (row?.rules !== rules) return false;
    const there = await sealedOf(tx, made.map(({ id }) => id));
    const sealed = new Map([...there.accounts, ...there.comments].map((one) => [one.id, one.sealed]));
    // Of the report its row told it.
    const same = made.filter((one) => one.id === incidentId || (sealed.has(one.id) && Buffer.compare(one.sealed, sealed.get(one.id)!) === 0));
    await tx.$executeRaw`
      WITH "made" AS MATERIALIZED (
        SELECT "id", "seq", "rules", "terms"::bigint[] AS "terms" FROM unnest(
          ${same.map(({ id }) => id)}::uuid[], ${same.map(({ seq }) => String(seq))}::text[]::bigint[], ${same.map((one) => one.rules)}::int[], ${same.map(({ digests }) => arrayOf(digests))}::text[]
        ) AS "each"("id", "seq", "rules", "terms")
      ), "written" AS (
        UPDATE "SearchRow" AS s SET "rules" = "made"."rules", "terms" = CASE WHEN s."terms" = "made"."terms" THEN s."terms" ELSE "made"."terms" END
        FROM "made" WHERE s."id" = "made"."id" AND s."seq" = "made"."seq" AND (s."rules" <> "made"."rules" OR s."terms" IS DISTINCT FROM "made"."terms")
      )
      INSERT INTO "SearchRow" ("id", "incidentId", "seq", "rules", "terms") SELECT "id", ${incidentId}::uuid, "seq", "rules", "terms" FROM "made"
      WHERE NOT EXISTS (SELECT FROM "SearchRow" AS s WHERE s."id" = "made"."id") ON CONFLICT ("id") DO NOTHING`;
    return made.every(({ id }) => id === incidentId || !sealed.has(id) || same.some((one) => one.id === id));
  });

/** Take apart what is not in the index as it should be. @returns whether all of it is, or says something else meanwhile */
async function pass(key: Buffer, incidentId: string): Promise<boolean> {
  const begun = await begin(incidentId);
  if (!begun) return true;
  const { rules } = begun;
  const ids = [...(rules === RULES ? [] : [incidentId]), ...(await sought(incidentId, rules))];
  for (let from = 0; from < ids.length; from += MOST_RECORDS) {
    for (const some of transactions(await take(key, begun, ids.slice(from, from + MOST_RECORDS)))) {
      if (!(await put(incidentId, rules, some))) return false;
    }
  }
  return rules === RULES || (await db().searchRow.updateMany({ where: { id: incidentId, rules }, data: { rules: RULES } })).count > 0;
}

/** Whether all that an incident says is in the index as it is now. @throws what opening throws of a record that was damaged */
async function indexed(incidentId: string): Promise<boolean> {
  const key = await ensureKey();
  for (let passes = 0; passes < MOST_PASSES; passes += 1) if (await pass(key, incidentId)) return true;
  return false;
}

/**
 * Take apart what an incident's report, its accounts and its comments say now, in short transactions that each leave finished what they
 * put in. May run twice, and beside itself; cut off, it is found by {@link complete}.
 */
export async function index({ incidentId }: { readonly incidentId: string }): Promise<void> {
  await indexed(incidentId);
}

/**
 * Whatever is not in the index as today's rules would have it is put there: after an upgrade of the rules, after a restore, and what
 * a job that failed for good left out or left as it was. Each incident by itself: cut off, it goes on where it was. One that fails, or that somebody
 * keeps changing, keeps no other waiting.
 * @throws AggregateError of those that failed, once all were tried
 */
export async function complete(): Promise<void> {
  const left = new Set<string>();
  const failures: unknown[] = [];
  for (;;) {
    const ids = await incomplete(db(), AT_ONCE, [...left]);
    if (ids.length === 0) break;
    for (const incidentId of ids) {
      const done = await indexed(incidentId).catch((error: unknown) => {
        failures.push(error);
        return false;
      });
      if (!done) left.add(incidentId);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, "Not everything could be taken apart for the index.");
}
